package dev.postern.checks.bearer;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a body may tell of a server's inside. The rules are narrow: a line of a stack trace has a form that no message for
 * users has.
 */
enum Insides {
    JAVA_TRACE(
            "a stack trace (Java)",
            "\\bat [\\w$.]+\\.[\\w$<>]+\\((?:[\\w$]+\\.(?:java|kt|scala):\\d+|Native Method|Unknown Source)\\)"),
    PYTHON_TRACE("a stack trace (Python)", "Traceback \\(most recent call last\\)"),
    DOTNET_TRACE("a stack trace (.NET)", "\\bat [\\w.`<>]+\\([^)\\n]{0,200}\\) in [^\\n]{1,200}:line \\d+"),
    NODE_TRACE(
            "a stack trace (JavaScript)",
            "\\bat [^\\n(]{0,80}\\(?(?:file://|node:|/|[A-Z]:\\\\)[^\\n()\\s]{1,200}\\.[cm]?[jt]s:\\d+:\\d+\\)?"),
    GO_TRACE("a stack trace (Go)", "\\bgoroutine \\d+ \\[\\w+\\]:|\\.go:\\d+ \\+0x[0-9a-f]+"),
    RUBY_TRACE("a stack trace (Ruby)", "\\.rb:\\d+:in [`'\"]"),
    PHP_TRACE("a stack trace (PHP)", "#0 /[^\\s(]+\\.php\\(\\d+\\)|in /[^\\s]+\\.php on line \\d+"),
    EXCEPTION("the class of an exception", "\\b(?:[a-z][a-z0-9_]{0,60}\\.){2,20}+[A-Z]\\w*(?:Exception|Error)\\b"),
    PRIVATE_KEY("a private key", "-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

    /** Line ends and tabs inside JSON are two characters each. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\[nrt]");

    private final String words;
    private final Pattern form;

    Insides(String words, String form) {
        this.words = words;
        this.form = Pattern.compile(form);
    }

    /** What a body tells, in words. */
    static List<String> in(String body) {
        var plain = ESCAPED.matcher(body).replaceAll("\n");
        return Arrays.stream(values())
                .filter(kind -> kind.form.matcher(plain).find())
                .map(kind -> kind.words)
                .toList();
    }
}

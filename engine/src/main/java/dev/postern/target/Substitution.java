package dev.postern.target;

import dev.postern.api.target.Position;
import dev.postern.api.target.Secret;
import dev.postern.target.TargetFile.Secrets;
import dev.postern.yaml.FileText;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts in {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:path}}, and remembers what is secret.
 * A doubled dollar sign before the brace stands for the plain text.
 */
final class Substitution implements Texts {

    /** What stands for a secret that is not at hand, in a plan. */
    static final String PLACEHOLDER = "not-at-hand";

    private static final String FORMS =
            "known are ${env:NAME}, ${env:NAME:-default} and ${file:path}; write $${ for a plain ${";

    private final Path folder;
    private final UnaryOperator<String> environment;
    private final Secrets mode;
    private final Problems problems;
    private final Set<Secret> secrets = new LinkedHashSet<>();

    Substitution(Path folder, UnaryOperator<String> environment, Secrets mode, Problems problems) {
        this.folder = folder;
        this.environment = environment;
        this.mode = mode;
        this.problems = problems;
    }

    /** All secret texts met so far. */
    Set<Secret> secrets() {
        return Collections.unmodifiableSet(secrets);
    }

    @Override
    public Optional<String> resolve(Value scalar, String words, Use use) {
        var written = scalar.text();
        if (use == Use.SECRET && !written.contains("${")) {
            problems.warn(
                    scalar.position(),
                    words + " is a secret in plain text",
                    "keep it out of the file: ${env:NAME} or ${file:path}");
        }
        var text = new StringBuilder();
        var whole = true;
        var from = 0;
        for (var start = written.indexOf("${"); start >= 0; start = written.indexOf("${", from)) {
            if (start > from && written.charAt(start - 1) == '$') {
                text.append(written, from, start - 1).append("${");
                from = start + 2;
                continue;
            }
            var end = written.indexOf('}', start);
            if (end < 0) {
                problems.error(scalar.position(), words + " opens a \"${\" that is not closed", FORMS);
                return Optional.empty();
            }
            text.append(written, from, start);
            var part = lookUp(written.substring(start + 2, end), scalar.position(), words, use);
            part.ifPresent(text::append);
            whole &= part.isPresent();
            from = end + 1;
        }
        if (!whole) {
            return Optional.empty();
        }
        text.append(written, from, written.length());
        if (use == Use.SECRET) {
            remember(text.toString());
        }
        return Optional.of(text.toString());
    }

    private Optional<String> lookUp(String expression, Position at, String words, Use use) {
        if (expression.startsWith("env:")) {
            return variable(expression.substring("env:".length()), at, words, use);
        }
        if (expression.startsWith("file:") && expression.length() > "file:".length()) {
            return file(expression.substring("file:".length()), at, words, use);
        }
        problems.error(at, words + " holds " + Words.quote("${" + expression + "}"), FORMS);
        return Optional.empty();
    }

    private Optional<String> variable(String expression, Position at, String words, Use use) {
        var split = expression.indexOf(":-");
        var name = split < 0 ? expression : expression.substring(0, split);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]{0,200}")) {
            problems.error(
                    at,
                    words + " names the environment variable " + Words.quote(name) + ", which cannot be one",
                    FORMS);
            return Optional.empty();
        }
        var value = environment.apply(name);
        if (split >= 0 && (value == null || value.isEmpty())) {
            return Optional.of(expression.substring(split + 2));
        }
        if (value != null) {
            return Optional.of(taken(value, use));
        }
        return absent(
                use,
                () -> problems.error(
                        at,
                        words + " needs the environment variable " + name + ", which is not set",
                        "set it, or write a default: ${env:" + name + ":-…}"));
    }

    private Optional<String> file(String path, Position at, String words, Use use) {
        var subject = "the file " + Words.quote(path) + " that " + words + " needs";
        var resolved = SourceFile.resolve(folder, path);
        if (resolved.isEmpty()) {
            problems.error(at, subject + " is no path", "");
            return Optional.empty();
        }
        var inside = new Problems();
        var bytes = SourceFile.bytes(resolved.get(), subject, at, inside);
        if (bytes.isEmpty()) {
            return absent(use, () -> inside.copyTo(problems));
        }
        var text = FileText.of(bytes.get());
        if (text.isEmpty()) {
            problems.error(at, subject + " is not UTF-8", "save it as UTF-8");
        }
        return text.map(t -> taken(cutLineEnd(t), use));
    }

    private Optional<String> absent(Use use, Runnable complain) {
        if (mode == Secrets.OPTIONAL && use != Use.CHECKED) {
            return Optional.of(PLACEHOLDER);
        }
        complain.run();
        return Optional.empty();
    }

    private String taken(String value, Use use) {
        if (use != Use.CHECKED) {
            remember(value);
        }
        return value;
    }

    private void remember(String secret) {
        if (!secret.isBlank() && !secret.equals(PLACEHOLDER)) {
            secrets.add(Secret.of(secret));
        }
    }

    private static String cutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}

package dev.postern.redaction;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** The command line that repeats a request, for a POSIX shell; credentials are read from {@code $CREDENTIAL}. */
final class CurlLine {

    /** What curl would mend in a path. */
    private static final Pattern DOTS = Pattern.compile("(?i)(.*/)?(\\.|%2e){1,2}([/?#].*)?");

    private static final Pattern PLAIN_TARGET = Pattern.compile("/[\\x21-\\x7e&&[^#\\\\]]*");
    private static final Pattern SAFE_WORD = Pattern.compile("[A-Za-z0-9_./:=-]+");
    private static final int LONGEST_BODY = 4096;

    private final Redactor redactor;

    CurlLine(Redactor redactor) {
        this.redactor = redactor;
    }

    String of(WireRequest request) {
        var words = new ArrayList<String>();
        words.add("curl -i");
        words.add(request.method().equals("HEAD") ? "--head" : "-X " + quoted(redact(request.method())));
        if (DOTS.matcher(request.target()).matches()) {
            words.add("--path-as-is");
        }
        if (request.target().matches(".*[\\[\\]{}].*")) {
            words.add("--globoff");
        }
        if (PLAIN_TARGET.matcher(request.target()).matches()) {
            words.add(quoted(redact(request.origin() + request.target())));
        } else {
            words.add("--request-target " + quoted(redact(request.target())));
            words.add(quoted(request.origin() + "/"));
        }
        request.headers().forEach(header -> words.add("-H " + quoted(header(header))));
        if (!request.body().isEmpty()) {
            if (request.header("Content-Type").isEmpty()) {
                words.add("-H 'Content-Type:'"); // curl would add one
            }
            words.add("--data-binary " + body(request.body()));
        }
        return String.join(" ", words);
    }

    private String redact(String text) {
        return redactor.text(text, Mark.VARIABLE);
    }

    /** curl takes {@code Name;} for an empty field, and {@code Name:} for none. */
    private String header(Header header) {
        var name = redact(header.name());
        return header.value().isBlank() ? name + ";" : name + ": " + redactor.header(header, Mark.VARIABLE);
    }

    private String body(Content body) {
        return Bodies.text(body)
                .filter(text -> text.length() <= LONGEST_BODY)
                .map(text -> quoted(redact(text)))
                .orElse("@body.bin");
    }

    private static String quoted(String text) {
        if (text.indexOf(Mark.VARIABLE.text()) >= 0) {
            return "\"" + text.replaceAll("[\\\\\"$`]", "\\\\$0").replace(Mark.VARIABLE.text(), "$CREDENTIAL") + "\"";
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            return ansi(text);
        }
        return SAFE_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Control characters, in the quotes that bash, ksh and zsh know. */
    private static String ansi(String text) {
        var out = new StringBuilder("$'");
        text.chars().forEach(c -> {
            if (c < ' ') {
                out.append(String.format("\\x%02x", c));
            } else {
                out.append(c == '\'' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return out.append('\'').toString();
    }
}

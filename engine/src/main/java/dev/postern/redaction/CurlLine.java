package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Target;
import dev.postern.redaction.Recorder.Parts;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The command line that repeats a request, for bash. Secrets are variables; each has a line before that sets it or, as a
 * comment, says where to find it.
 */
final class CurlLine {

    /** What curl would mend in a path. */
    private static final Pattern DOTS = Pattern.compile("(?i)(.*/)?(\\.|%2e){1,2}([/?#].*)?");

    private static final Pattern PLAIN_TARGET = Pattern.compile("/[\\x21-\\x7e&&[^#\\\\]]*");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Header fields that curl sends unless it is told not to. */
    private static final List<String> CURLS_OWN = List.of("User-Agent", "Accept");

    /** Header fields that frame the body, or that curl reads itself. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "expect", "connection");

    private static final int LONGEST_BODY = 8 * 1024;
    /** From this size on curl would wait for a 100 (Continue). */
    private static final int EXPECTED_FROM = 1024;

    private final Target target;
    private final String caseId;
    private final String step;

    CurlLine(Target target, String caseId, String step) {
        this.target = target;
        this.caseId = caseId;
        this.step = step;
    }

    String of(WireRequest request, Parts parts) {
        var unsendable = unsendable(request);
        if (unsendable.isPresent()) {
            return CommandLine.replaying(target, caseId, step, "curl cannot send this request: " + unsendable.get());
        }
        return Stream.concat(parts.variables().map(CurlLine::setting), Stream.of(command(request, parts)))
                .collect(Collectors.joining("\n"));
    }

    private static String setting(Variable variable) {
        return variable.setting().startsWith("#")
                ? "# $" + variable.name() + ": " + variable.setting().substring(2)
                : variable.name() + "=" + variable.setting();
    }

    /** What neither a word of a shell nor curl lets through as it is. */
    private static Optional<String> unsendable(WireRequest request) {
        if (!TOKEN.matcher(request.method()).matches()) {
            return Optional.of("the method is no token");
        }
        if (request.target().chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.of("the request target holds a control character");
        }
        for (var header : request.headers()) {
            if (header.value().chars().anyMatch(c -> c == 0 || c == '\r' || c == '\n')
                    || !TOKEN.matcher(header.name()).matches()) {
                return Optional.of("a header field holds NUL or a line end, or its name is no token");
            }
            if (FRAMING.contains(header.name().toLowerCase(Locale.ROOT))) {
                return Optional.of("it sets " + header.name() + " itself");
            }
            if (!header.value().isEmpty() && header.value().isBlank()) {
                return Optional.of("a header field holds nothing but white space");
            }
        }
        if (request.body().length() > LONGEST_BODY) {
            return Optional.of("its body of " + request.body().length() + " bytes is too long for a line");
        }
        return bytes(request.body()).anyMatch(b -> b == 0) ? Optional.of("its body holds NUL") : Optional.empty();
    }

    private static IntStream bytes(Content body) {
        var bytes = body.bytes();
        return IntStream.range(0, bytes.length).map(i -> bytes[i]);
    }

    private String command(WireRequest request, Parts parts) {
        var words = new ArrayList<String>();
        words.add("curl -i --http1.1");
        words.add(request.method().equals("HEAD") ? "--head" : "-X " + ShellWord.of(parts.method(), UTF_8));
        if (request.origin().isSecure() && target.trust().isPresent()) {
            words.add("--cacert " + ShellWord.of(target.trust().get().toString()));
        }
        if (DOTS.matcher(request.target()).matches()) {
            words.add("--path-as-is");
        }
        if (request.target().matches(".*[\\[\\]{}].*")) {
            words.add("--globoff");
        }
        if (PLAIN_TARGET.matcher(request.target()).matches()) {
            words.add(ShellWord.of(parts.url(), UTF_8));
        } else {
            words.add("--request-target " + ShellWord.of(parts.target(), UTF_8));
            words.add(ShellWord.of(request.origin() + "/"));
        }
        parts.headers().forEach(field -> words.add("-H " + header(field)));
        CURLS_OWN.stream()
                .filter(name -> request.header(name).isEmpty())
                .forEach(name -> words.add("-H '" + name + ":'"));
        if (!request.body().isEmpty()) {
            if (request.header("Content-Type").isEmpty()) {
                words.add("-H 'Content-Type:'");
            }
            if (request.body().length() >= EXPECTED_FROM) {
                words.add("-H 'Expect:'");
            }
            words.add(body(request.body(), parts));
        } else if (isBodyExpected(request.method())) {
            words.add("-H 'Content-Length: 0'");
        }
        return String.join(" ", words);
    }

    private static boolean isBodyExpected(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    /** curl takes {@code Name;} for an empty field, and {@code Name:} for none. */
    private static String header(Parts.HeaderPart field) {
        var isEmpty = field.value().all().isEmpty();
        return ShellWord.of(
                isEmpty ? Pieces.literal(field.name() + ";") : field.value().after(field.name() + ": "),
                charset(field));
    }

    /** As the door writes it: Latin-1, as header fields have been since HTTP/1.0, or else UTF-8. */
    private static Charset charset(Parts.HeaderPart field) {
        return field.value().all().stream()
                        .allMatch(piece -> ISO_8859_1.newEncoder().canEncode(piece.text()))
                ? ISO_8859_1
                : UTF_8;
    }

    /** {@code --data-binary} takes a text after @ for the name of a file. */
    private static String body(Content body, Parts parts) {
        var option = body.bytes()[0] == '@' ? "--data-raw " : "--data-binary ";
        return option
                + parts.body().map(text -> ShellWord.of(text, UTF_8)).orElseGet(() -> ShellWord.ansi(body.bytes()));
    }
}

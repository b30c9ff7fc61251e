package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tokens whose {@code kid} leads out of the folder of keys to a file whose content everybody knows. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.kid-traversal",
        title = "The kid of a token does not choose a file",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.4", "RFC 8725 3.10"},
        cwe = 22,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 16)
public final class KidTraversal implements DenialCheck {

    /** What kernel.randomize_va_space is on nearly every Linux. */
    private static final List<String> RANDOMIZE = List.of("2\n", "2");

    /** RFC 9636 3: one type of local time without offset, named UTC. */
    private static final String TIME_ZONE = "TZif2" + "\0".repeat(34) + "\1\0\0\0\4" + "\0".repeat(6) + "UTC\0";

    /** The file of UTC as all releases since 2020b have it: long enough for those who refuse secrets under 256 bits. */
    private static final String UTC = TIME_ZONE + TIME_ZONE + "\nUTC0\n";

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var empty = Stream.concat(
                Stream.of(
                        "/dev/null",
                        "file:///dev/null",
                        "../dev/null%00",
                        "..%2f..%2f..%2f..%2f..%2f..%2fdev%2fnull",
                        "NUL"),
                // how deep the folder lies is not known; more than enough is enough, but for those who count
                IntStream.of(1, 2, 3, 4, 5, 6, 10).mapToObj(depth -> "../".repeat(depth) + "dev/null"));
        var deep = "../".repeat(10);
        return Stream.of(
                        empty.map(kid -> attempt(forging, kid, "")),
                        Stream.of(attempt(forging, "..\\".repeat(8) + "NUL", "")),
                        RANDOMIZE.stream()
                                .map(content -> attempt(forging, deep + "proc/sys/kernel/randomize_va_space", content)),
                        Stream.of(attempt(forging, deep + "usr/share/zoneinfo/UTC", UTC)))
                .flatMap(attempts -> attempts);
    }

    private static Attempt attempt(Forging forging, String kid, String content) {
        var bytes = content.getBytes(StandardCharsets.US_ASCII);
        var words = content.isEmpty() ? "no content" : content.length() + " bytes of content";
        return forging.attempt(
                "kid " + kid + ", signed with " + words,
                forging.draft().header("kid", kid).hmac("HS256", bytes));
    }
}

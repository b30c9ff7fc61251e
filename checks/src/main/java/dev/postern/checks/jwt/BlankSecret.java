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
import dev.postern.forge.Draft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Tokens under an HMAC with the secret that is left when there is none. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.blank-secret",
        title = "An absent key does not become an empty secret",
        severity = Severity.CRITICAL,
        references = {"RFC 7518 3.2", "RFC 8725 3.5", "CVE-2026-44351"},
        cwe = 1391,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = BlankSecret.MOST)
public final class BlankSecret implements DenialCheck {

    static final int MOST = 13;

    /** What is left of nothing where languages make a text of it. */
    private static final List<String> NOTHING = List.of("null", "undefined", "None");

    /** What an object of JavaScript has though nobody put it there, and the text that it becomes. */
    private static final Map<String, String> INHERITED = Map.of(
            "constructor", "function Object() { [native code] }",
            "__proto__", "[object Object]");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var token = forging.draft();
        // the look-up misses, and what it returns becomes the key
        var unknown = token.header("kid", UUID.randomUUID().toString());
        var empty = Stream.of(
                        token.describedAs("empty secret, kid kept"),
                        token.removeHeader("kid").describedAs("empty secret, without kid"),
                        unknown.describedAs("empty secret, unknown kid"))
                .map(draft -> attempt(forging, draft, ""));
        var texts = Stream.concat(NOTHING.stream(), Stream.of("0", "[object Object]"))
                .map(secret -> attempt(forging, token.describedAs("secret \"" + secret + "\""), secret));
        var missed = NOTHING.stream()
                .map(secret -> attempt(forging, unknown.describedAs("secret \"" + secret + "\", unknown kid"), secret));
        var inherited = INHERITED.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> attempt(
                        forging,
                        token.header("kid", member.getKey())
                                .describedAs("kid " + member.getKey() + ", secret \"" + member.getValue() + "\""),
                        member.getValue()));
        return Stream.of(empty, texts, missed, inherited).flatMap(attempts -> attempts);
    }

    private static Attempt attempt(Forging forging, Draft draft, String secret) {
        return forging.attempt(
                "HS256, " + draft.describe(), draft.hmac("HS256", secret.getBytes(StandardCharsets.UTF_8)));
    }
}

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
        requests = 7)
public final class BlankSecret implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var token = forging.draft();
        var empty = Stream.of(
                        token.describedAs("empty secret, kid kept"),
                        token.removeHeader("kid").describedAs("empty secret, without kid"),
                        // the look-up misses, and what it returns becomes the key
                        token.header("kid", UUID.randomUUID().toString()).describedAs("empty secret, unknown kid"))
                .map(draft -> attempt(forging, draft, ""));
        var texts = Stream.of("null", "undefined", "None", "0")
                .map(secret -> attempt(forging, token.describedAs("secret \"" + secret + "\""), secret));
        return Stream.concat(empty, texts);
    }

    private static Attempt attempt(Forging forging, Draft draft, String secret) {
        return forging.attempt(
                "HS256, " + draft.describe(), draft.hmac("HS256", secret.getBytes(StandardCharsets.UTF_8)));
    }
}

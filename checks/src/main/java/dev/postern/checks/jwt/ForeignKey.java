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
import java.util.UUID;
import java.util.stream.Stream;

/** The valid token's claims, rightly signed by a key that nobody trusts. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.foreign-key",
        title = "Tokens signed by an unknown key are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 8725 3.8", "RFC 7515 5.2", "ASVS 5.0 9.1.3"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        explainedBy = "jwt.signature-tampered",
        requests = 3)
public final class ForeignKey implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var key = ForeignKeys.like(forging.valid());
        var token = forging.draft();
        var kept = token.view().kid().isPresent()
                ? Stream.of(token.describedAs("signed by a key of our own, kid kept"))
                : Stream.<Draft>empty();
        var others = Stream.of(
                token.removeHeader("kid").describedAs("signed by a key of our own, without kid"),
                // a look-up that finds no key must end in a refusal
                token.header("kid", UUID.randomUUID().toString())
                        .describedAs("signed by a key of our own, with a kid that nobody knows"));
        return Stream.concat(kept, others)
                .map(draft -> forging.attempt(draft.describe(), draft.signAs(key.alg(), key.alg(), key)));
    }
}

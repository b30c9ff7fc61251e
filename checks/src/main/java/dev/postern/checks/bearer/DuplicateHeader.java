package dev.postern.checks.bearer;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.util.stream.Stream;

/**
 * A valid token beside a forged one of somebody else: one part of the server may verify the first, another read the claims
 * of the last.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.duplicate-header",
        title = "A second Authorization header does not ride on the first",
        severity = Severity.HIGH,
        references = {"RFC 9110 5.3", "RFC 9110 11.6.2", "RFC 6750 2"},
        cwe = 436,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 3)
public final class DuplicateHeader implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        for (var owner : site.granted()) {
            var other = site.granted().stream()
                    .filter(identity -> identity.tenant().isPresent()
                            && owner.tenant().isPresent()
                            && !identity.tenant().equals(owner.tenant()))
                    .findFirst();
            if (other.isPresent()) {
                return new Applicability.Applies(Party.of(owner, other.get()));
            }
        }
        return new Applicability.Missing("add a second identity of scheme `"
                + site.scheme().name() + "` with another `tenant` that is granted on "
                + site.operation().label());
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var sender = on.intruder().orElseThrow();
        var valid = "Bearer " + on.credentialOf(sender);
        var forged =
                "Bearer " + ValidToken.of(on).received().withNoiseSignature().text();
        var who = on.identity().name();
        return Stream.of(
                        attempt(on, "a valid token, then a forged one of " + who, valid, forged),
                        attempt(on, "a forged token of " + who + ", then a valid one", forged, valid),
                        attempt(
                                on,
                                "a valid token and a forged one of " + who + " in one header",
                                valid + ", " + forged))
                .map(attempt -> attempt.by(sender)
                        .tolerating(MALFORMED)
                        .beyond(attempt(on, "the valid token of " + sender.name() + " alone", valid)
                                .by(sender)));
    }

    /** With the owner's own parameters: what the sender sees by right is not in question. */
    private static Attempt attempt(Subject on, String label, String... headers) {
        var request = on.bare().without("Authorization");
        for (var header : headers) {
            request = request.plus("Authorization", header);
        }
        return Attempt.notOthersData(label, request);
    }
}

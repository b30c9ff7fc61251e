package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.TokenPromises.Refused;
import dev.postern.checks.craft.GivenToken;
import java.util.stream.Stream;

/** A genuine token that has run out: what {@link Expired} forges, where the target file gives no key to forge with. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.expired-captured",
        title = "A genuine token is refused once it has expired",
        severity = Severity.CRITICAL,
        references = {"RFC 7519 4.1.4", "RFC 9068 4", "ASVS 5.0 9.2.1"},
        cwe = 613,
        schemes = Scheme.Type.BEARER_JWT,
        requests = 1)
public final class ExpiredCaptured implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var scheme = (Scheme.BearerJwt) site.scheme();
        return scheme.signingKey().isPresent()
                        && scheme.promises().refused(Refused.EXPIRED).isEmpty()
                ? new Applicability.Irrelevant("jwt.expired forges an expired token with the signingKey.")
                : GivenToken.at(site, Refused.EXPIRED);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var given = GivenToken.of(on, Refused.EXPIRED);
        var latest = on.earliestNow().minus(Skew.beyondExcuse(on));
        if (given.view().exp().filter(exp -> exp.isBefore(latest)).isEmpty()) {
            throw given.useless("is not expired beyond any leeway yet, or has no exp");
        }
        return Stream.of(given.attempt("the given token, which has expired"));
    }
}

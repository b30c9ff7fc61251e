package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;
import java.util.stream.Stream;

/** Tokens that were issued in the future. RFC 7519 makes no rule of {@code iat}, so that one must be declared. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.iat-future",
        title = "Tokens from the future are refused, as declared",
        severity = Severity.LOW,
        references = {"RFC 7519 4.1.6"},
        cwe = 345,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 3)
public final class IatFuture implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return ((Scheme.BearerJwt) site.scheme()).promises().futureIatRefused()
                ? DenialCheck.super.appliesTo(site)
                : new Applicability.NotPromised(
                        "no standard demands that tokens are refused whose `iat` lies ahead. If the"
                                + " target refuses them, declare it in scheme `"
                                + site.scheme().name() + "`: `futureIat: refused`");
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("iat", HonestTwin.issuedAt(on)));
        var nearest = NotYetValid.nearest(on);
        return Stream.of(nearest, Duration.ofHours(1), Duration.ofDays(365))
                .filter(ahead -> ahead.compareTo(nearest) >= 0)
                .distinct()
                .map(ahead -> twin.attempt("iat " + NotYetValid.words(ahead) + " ahead", draft -> {
                    var iat = on.latestNow().plus(ahead);
                    return NotYetValid.expiringAfter(draft.claim("iat", iat), iat, lifetime);
                }));
    }
}

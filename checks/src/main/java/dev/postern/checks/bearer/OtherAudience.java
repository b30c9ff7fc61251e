package dev.postern.checks.bearer;

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
import dev.postern.checks.craft.ValidToken;
import java.util.stream.Stream;

/** A genuine access token of the same issuer, made for another API. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.other-audience",
        title = "A genuine token for another API is refused",
        severity = Severity.HIGH,
        references = {"RFC 8725 3.9", "RFC 9068 4", "ASVS 5.0 9.2.3"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        explainedBy = "jwt.wrong-audience",
        requests = 1)
public final class OtherAudience implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var scheme = (Scheme.BearerJwt) site.scheme();
        return scheme.signingKey().isPresent()
                        && scheme.audience().isPresent()
                        && scheme.promises().refused(Refused.OTHER_AUDIENCE).isEmpty()
                ? new Applicability.Irrelevant("jwt.wrong-audience forges a token for another API with the signingKey.")
                : GivenToken.at(site, Refused.OTHER_AUDIENCE);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var given = GivenToken.of(on, Refused.OTHER_AUDIENCE).alive();
        var own = ValidToken.scheme(on).audience();
        if (own.filter(audience -> given.view().aud().contains(audience)).isPresent()) {
            throw given.useless("names the declared audience, so it is one for this API");
        }
        return Stream.of(given.attempt("the given token for another API"));
    }
}

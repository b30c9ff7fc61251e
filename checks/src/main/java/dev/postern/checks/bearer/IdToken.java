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
import java.util.stream.Stream;

/** A genuine ID token in the place of the access token. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.id-token",
        title = "An ID token does not do as an access token",
        severity = Severity.HIGH,
        references = {"RFC 9068 2.1", "RFC 9068 4", "RFC 8725 3.12", "ASVS 5.0 9.2.2"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        requests = 1)
public final class IdToken implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return GivenToken.at(site, Refused.ID_TOKEN);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        return Stream.of(GivenToken.of(on, Refused.ID_TOKEN).alive().attempt("the given ID token"));
    }
}

package dev.postern.checks.refresh;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import java.util.stream.Stream;

/** The refresh token in the place of the access token. */
@AutoService(SecurityCheck.class)
@Check(
        id = "refresh.as-access-token",
        title = "A refresh token does not do as an access token",
        severity = Severity.HIGH,
        references = {"RFC 6749 1.5", "ASVS 5.0 9.2.2"},
        cwe = 287,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.REFRESH_TOKEN,
        requests = 1)
public final class AsAccessToken implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Holders.first(site, Holders.throwawayFirst());
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var token = on.refreshToken().orElseThrow(() -> new CannotTryException(Reason.IRRELEVANT, Holders.none(on)));
        return Stream.of(on.attempt("the refresh token as access token", token).tolerating(MALFORMED));
    }
}

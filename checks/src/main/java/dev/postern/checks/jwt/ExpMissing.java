package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import java.util.stream.Stream;

/** Tokens that never expire, because they do not say when. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.exp-missing",
        title = "Tokens without expiry are refused",
        severity = Severity.HIGH,
        references = {"RFC 9068 2.2", "RFC 9068 4", "RFC 7519 4.1.4"},
        cwe = 613,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        explainedBy = "jwt.expired",
        requests = 2)
public final class ExpMissing implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("exp", HonestTwin.expiresAt(on, lifetime)));
        return Stream.of(
                        twin.attempt("exp missing", draft -> draft.removeClaim("exp")),
                        twin.attempt("exp null", draft -> draft.claim("exp", null)))
                .map(attempt -> attempt.tolerating(MALFORMED))
                // RFC 7519 4.1.4: the claim is optional, unless a profile wants it
                .map(attempt -> ValidToken.scheme(on).promises().atJwt() ? attempt : attempt.graded(Severity.INFO));
    }
}

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
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Tokens that give a member twice, the right value first and a wrong one last. A parser must refuse them or take the last
 * (RFC 7519 4), so that either way they are to be denied; the reverse order may rightly be granted.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.duplicate-member",
        title = "Of a member that is given twice the first does not count",
        severity = Severity.MEDIUM,
        references = {"RFC 7519 4", "RFC 7515 4"},
        cwe = 436,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 4)
public final class DuplicateMember implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var scheme = ValidToken.scheme(on);
        var twin = HonestTwin.of(on, draft -> draft.claim("exp", HonestTwin.expiresAt(on, lifetime)));
        var past = on.earliestNow().minus(Skew.beyondExcuse(on)).minus(Duration.ofHours(1));
        var expired = twin.attempt("exp twice, the last one past", draft -> draft.duplicateClaim("exp", past))
                .beyond(twin.attempt("exp past", draft -> draft.claim("exp", past)));
        var audience = twin.view().claim("aud").isPresent() && scheme.audience().isPresent()
                ? Stream.of(twin.attempt(
                                "aud twice, the last one another",
                                draft -> draft.duplicateClaim("aud", WrongAudience.OTHER))
                        .beyond(twin.attempt("another aud", draft -> draft.claim("aud", WrongAudience.OTHER))))
                : Stream.<Attempt>empty();
        var issuer = twin.view().iss().isPresent() && scheme.issuer().isPresent()
                ? Stream.of(twin.attempt(
                                "iss twice, the last one another",
                                draft -> draft.duplicateClaim("iss", WrongIssuer.EVIL))
                        .beyond(twin.attempt("another iss", draft -> draft.claim("iss", WrongIssuer.EVIL))))
                : Stream.<Attempt>empty();
        var unsigned = twin.attemptAsIs("alg twice, the last one none", draft -> draft.duplicateHeader("alg", "none"))
                .beyond(twin.attemptAsIs("alg none above a signature", draft -> draft.header("alg", "none")));
        return Stream.of(Stream.of(expired), audience, issuer, Stream.of(unsigned))
                .flatMap(attempts -> attempts)
                .map(attempt -> attempt.tolerating(MALFORMED));
    }
}

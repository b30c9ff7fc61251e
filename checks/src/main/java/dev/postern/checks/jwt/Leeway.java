package dev.postern.checks.jwt;

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

/**
 * Whether the target keeps the leeway that the target file declares. Only {@code exp} is tried: it moves away from the
 * leeway while the attempt waits its turn, and {@code nbf} would move into it.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.leeway",
        title = "Expired tokens are refused after the declared leeway",
        severity = Severity.LOW,
        references = {"RFC 7519 4.1.4", "ASVS 5.0 9.2.1"},
        cwe = 613,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.expired",
        requests = 1)
public final class Leeway implements DenialCheck {

    /** Date headers have whole seconds, and clocks that differ by less than three are taken to agree. */
    private static final int MARGIN_SECONDS = 5;

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("exp", HonestTwin.expiresAt(on, lifetime)));
        var declared = ValidToken.scheme(on).leeway();
        var exp = on.earliestNow().minus(declared).minusSeconds(MARGIN_SECONDS);
        return Stream.of(twin.attempt(
                "exp " + (declared.toSeconds() + MARGIN_SECONDS) + " s ago, where a leeway of " + declared.toSeconds()
                        + " s is declared",
                draft -> Expired.moved(draft, exp, lifetime)));
    }
}

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
import dev.postern.forge.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Tokens whose time has not come, beyond any leeway that could excuse it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.not-yet-valid",
        title = "Tokens are refused before their time",
        severity = Severity.HIGH,
        references = {"RFC 7519 4.1.5", "ASVS 5.0 9.2.1"},
        cwe = 287,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        requests = 3)
public final class NotYetValid implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("nbf", HonestTwin.issuedAt(on)));
        var nearest = nearest(on);
        return Stream.of(Duration.ofHours(1), Duration.ofDays(365), nearest)
                .filter(ahead -> ahead.compareTo(nearest) >= 0)
                .distinct()
                .map(ahead -> twin.attempt("nbf " + words(ahead) + " ahead", draft -> {
                    var nbf = on.latestNow().plus(ahead);
                    return expiringAfter(draft.claim("nbf", nbf), nbf, lifetime);
                }));
    }

    /** The attempt may have to wait for its turn, and meanwhile its time comes nearer. */
    static Duration nearest(Subject on) {
        return Skew.beyondExcuse(on).plus(on.target().limits().maxWait()).plusSeconds(60);
    }

    /** exp goes along, else the token would expire before it is valid; iat stays, for many refuse a future one. */
    static Draft expiringAfter(Draft draft, Instant from, Duration lifetime) {
        return draft.view().exp().isPresent() ? draft.claim("exp", from.plus(lifetime)) : draft;
    }

    static String words(Duration ahead) {
        if (ahead.toDays() > 0) {
            return ahead.toDays() + " days";
        }
        return ahead.toHours() == 1 && ahead.toMinutesPart() == 0 ? "one hour" : ahead.toSeconds() + " s";
    }
}

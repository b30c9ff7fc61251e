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

/** Tokens that have expired, beyond any leeway that could excuse it; see {@link Leeway} for what lies within. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.expired",
        title = "Expired tokens are refused",
        severity = Severity.CRITICAL,
        references = {"RFC 7519 4.1.4", "RFC 9068 4", "ASVS 5.0 9.2.1"},
        cwe = 613,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        requests = 4)
public final class Expired implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("exp", HonestTwin.expiresAt(on, lifetime)));
        var excuse = Skew.beyondExcuse(on);
        var longAgo = Stream.of(
                        row("exp one hour ago", Duration.ofHours(1)), row("exp one year ago", Duration.ofDays(365)))
                .filter(row -> row.ago().compareTo(excuse) > 0);
        var just = row("exp just beyond a leeway of " + excuse.toSeconds() + " s", excuse.plusSeconds(10));
        // iat and nbf stay: before 1970 they would be odd too
        var first = twin.attempt("exp 1", draft -> draft.claim("exp", 1));
        return Stream.of(
                        longAgo.map(row -> attempt(twin, row, on.earliestNow(), lifetime)),
                        Stream.of(first),
                        Stream.of(attempt(twin, just, on.earliestNow(), lifetime)))
                .flatMap(attempts -> attempts);
    }

    /** As it was when it was valid: issued one lifetime before it expired. */
    private static Attempt attempt(HonestTwin twin, Row row, Instant now, Duration lifetime) {
        var exp = now.minus(row.ago());
        return twin.attempt(row.label(), draft -> moved(draft, exp, lifetime));
    }

    static Draft moved(Draft draft, Instant exp, Duration lifetime) {
        var moved = draft.claim("exp", exp);
        for (var name : new String[] {"iat", "nbf"}) {
            moved = draft.view().claim(name).isPresent() ? moved.claim(name, exp.minus(lifetime)) : moved;
        }
        return moved;
    }

    private static Row row(String label, Duration ago) {
        return new Row(label, ago);
    }

    private record Row(String label, Duration ago) {}
}

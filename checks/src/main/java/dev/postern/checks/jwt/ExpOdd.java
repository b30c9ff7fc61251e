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
 * Expiries that are no NumericDate, or a past one in odd clothes. Numbers of the far future are left out: they are legal,
 * and what {@link Lifetime} is about; so is a future number in a string, which is leniency.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.exp-odd",
        title = "Tokens whose expiry is no moment in the future are refused",
        severity = Severity.HIGH,
        references = {"RFC 7519 2", "RFC 7519 4.1.4"},
        cwe = 1287,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.expired",
        requests = 12)
public final class ExpOdd implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("exp", HonestTwin.expiresAt(on, lifetime)));
        var past = on.earliestNow()
                .minus(Skew.beyondExcuse(on))
                .minus(Duration.ofHours(1))
                .getEpochSecond();
        return Stream.of(
                        new Odd("a past moment as a string", "\"" + past + "\""),
                        new Odd("a past moment with a fraction", past + ".9"),
                        new Odd("a past moment with an exponent", past + "00e-2"),
                        new Odd("a past moment as a date", "\"2001-01-01T00:00:00Z\""),
                        // no value to careless code, and "never" to some: no issuer writes it, so no expired token has
                        // it
                        new Odd("0", "0"),
                        new Odd("-1", "-1"),
                        new Odd("a word", "\"never\""),
                        new Odd("an empty string", "\"\""),
                        new Odd("true", "true"),
                        new Odd("an empty list", "[]"),
                        new Odd("an empty object", "{}"),
                        // no JSON, but some parsers take it, and no comparison with it is ever true
                        new Odd("NaN", "NaN"))
                .map(odd -> twin.attempt("exp " + odd.words(), draft -> draft.claimJson("exp", odd.json())))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }

    private record Odd(String words, String json) {}
}

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

/** Beginnings of validity that are no NumericDate, or a future one in odd clothes. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.nbf-odd",
        title = "Tokens whose beginning is no moment in the past are refused",
        severity = Severity.LOW,
        references = {"RFC 7519 2", "RFC 7519 4.1.5"},
        cwe = 1287,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.not-yet-valid",
        requests = 6)
public final class NbfOdd implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var lifetime = HonestTwin.lifetime(ValidToken.of(on).view());
        var twin = HonestTwin.of(on, draft -> draft.claim("nbf", HonestTwin.issuedAt(on)));
        var begins = on.latestNow().plus(NotYetValid.nearest(on)).plus(Duration.ofHours(1));
        var seconds = begins.getEpochSecond();
        return Stream.of(
                        new Odd("a future moment as a string", "\"" + seconds + "\"", Severity.LOW),
                        new Odd("a future moment with a fraction", seconds + ".5", Severity.LOW),
                        // no moment that an issuer would mean
                        new Odd("a moment after the end of the world", "1e308", Severity.INFO),
                        new Odd("a word", "\"soon\"", Severity.INFO),
                        new Odd("an empty object", "{}", Severity.INFO),
                        new Odd("a list of two", "[1,2]", Severity.INFO))
                .map(odd -> twin.attempt(
                                "nbf " + odd.words(),
                                draft ->
                                        NotYetValid.expiringAfter(draft.claimJson("nbf", odd.json()), begins, lifetime))
                        .graded(odd.severity()))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }

    private record Odd(String words, String json, Severity severity) {}
}

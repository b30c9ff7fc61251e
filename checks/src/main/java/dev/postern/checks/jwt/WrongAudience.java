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
import dev.postern.checks.craft.Decoy;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.Draft;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tokens for somebody else. A list that contains the right audience is legal (RFC 7519 4.1.3), so it is not tried. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.wrong-audience",
        title = "Tokens for another audience are refused",
        severity = Severity.HIGH,
        references = {"RFC 7519 4.1.3", "RFC 8725 3.9", "RFC 9068 4", "ASVS 5.0 9.2.3"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        needs = {Need.SIGNING_KEY, Need.AUDIENCE},
        requests = 11)
public final class WrongAudience implements DenialCheck {

    static final String OTHER = "https://api.postern.invalid";

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var right = ValidToken.scheme(on).audience().orElseThrow();
        var twin = twin(on, right);
        var upper = right.toUpperCase(Locale.ROOT);
        var otherCase = upper.equals(right) ? right.toLowerCase(Locale.ROOT) : upper;
        var texts = Stream.of(
                twin.attempt("another audience", draft -> draft.claim("aud", OTHER)),
                twin.attempt("aud missing", draft -> draft.removeClaim("aud")),
                twin.attempt("the audience with something behind it", draft -> draft.claim("aud", right + "-postern")),
                twin.attempt("the audience with something before it", draft -> draft.claim("aud", "postern-" + right)),
                twin.attempt(
                        "a list of other audiences", draft -> draft.claim("aud", List.of(OTHER, right + "-postern"))),
                twin.attempt("aud *", draft -> draft.claim("aud", "*")));
        var alike = Decoy.dotsMadeLetters(right).stream()
                .map(aud ->
                        twin.attempt("the audience with a letter for a dot, " + aud, draft -> draft.claim("aud", aud)));
        // RFC 7519 4.1.3: each a case-sensitive string
        var cases = otherCase.equals(right)
                ? Stream.<Attempt>empty()
                : Stream.of(twin.attempt("the audience in other case", draft -> draft.claim("aud", otherCase)));
        var odd = Stream.of(
                        twin.attempt("aud empty", draft -> draft.claim("aud", "")),
                        twin.attempt("aud an empty list", draft -> draft.claimJson("aud", "[]")))
                .map(attempt -> attempt.tolerating(MALFORMED));
        return Stream.of(texts, alike, cases, odd).flatMap(attempts -> attempts);
    }

    /** The twin is for the declared audience, whatever the valid token is for. */
    static HonestTwin twin(Subject on, String right) {
        return HonestTwin.of(on, draft -> addressed(draft, right));
    }

    /** The valid token's own audiences stay where the declared one is among them. */
    private static Draft addressed(Draft draft, String right) {
        return draft.view().aud().contains(right) ? draft : draft.claim("aud", right);
    }
}

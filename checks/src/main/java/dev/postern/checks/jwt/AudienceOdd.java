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
import dev.postern.checks.craft.ValidToken;
import java.util.stream.Stream;

/**
 * Audiences that are neither a string nor a list of strings. They stand apart from {@link WrongAudience}, since some
 * libraries crash on them: that is no grant, and says nothing about tokens that are somebody else's.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.audience-odd",
        title = "Tokens whose audience is no audience at all are refused",
        severity = Severity.MEDIUM,
        references = {"RFC 7519 4.1.3", "RFC 8725 3.9"},
        cwe = 1287,
        schemes = Scheme.Type.BEARER_JWT,
        needs = {Need.SIGNING_KEY, Need.AUDIENCE},
        per = Check.Per.SCHEME,
        explainedBy = "jwt.wrong-audience",
        requests = 5)
public final class AudienceOdd implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = WrongAudience.twin(on, ValidToken.scheme(on).audience().orElseThrow());
        return Stream.of("null", "1", "true", "{}", "[null]")
                .map(aud -> twin.attempt("aud " + aud, draft -> draft.claimJson("aud", aud)))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }
}

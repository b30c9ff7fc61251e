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

/** Tokens that name no issuer: code that compares it only where it is there lets them pass. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.issuer-missing",
        title = "Tokens without issuer are refused",
        severity = Severity.HIGH,
        references = {"RFC 7519 4.1.1", "RFC 8725 3.8", "RFC 9068 2.2", "RFC 9068 4"},
        cwe = 346,
        schemes = Scheme.Type.BEARER_JWT,
        needs = {Need.SIGNING_KEY, Need.ISSUER},
        explainedBy = "jwt.wrong-issuer",
        requests = 4)
public final class IssuerMissing implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = WrongIssuer.twin(on, ValidToken.scheme(on).issuer().orElseThrow());
        return Stream.of(
                        twin.attempt("iss missing", draft -> draft.removeClaim("iss")),
                        twin.attempt("iss empty", draft -> draft.claim("iss", "")),
                        twin.attempt("iss null", draft -> draft.claim("iss", null)),
                        twin.attempt("iss an empty list", draft -> draft.claimJson("iss", "[]")))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }
}

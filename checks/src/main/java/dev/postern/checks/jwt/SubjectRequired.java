package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import java.util.stream.Stream;

/** Tokens that name nobody. Only RFC 9068 demands a subject, so that it must be declared. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.subject-required",
        title = "Tokens without a subject are refused",
        severity = Severity.MEDIUM,
        references = {"RFC 9068 2.2", "RFC 7519 4.1.2", "RFC 8725 3.8"},
        cwe = 287,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 6)
public final class SubjectRequired implements DenialCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return ((Scheme.BearerJwt) site.scheme()).promises().atJwt()
                ? DenialCheck.super.appliesTo(site)
                : new Applicability.NotPromised("if access tokens follow RFC 9068, declare it in scheme `"
                        + site.scheme().name() + "`: `profile: at+jwt`");
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = HonestTwin.of(on);
        return Stream.of(
                        twin.attempt("sub missing", draft -> draft.removeClaim("sub")),
                        twin.attempt("sub empty", draft -> draft.claim("sub", "")),
                        twin.attempt("sub null", draft -> draft.claim("sub", null)),
                        twin.attempt("sub a number", draft -> draft.claim("sub", 0)),
                        twin.attempt("sub a list", draft -> draft.claimJson("sub", "[]")),
                        twin.attempt("sub an object", draft -> draft.claimJson("sub", "{}")))
                .map(attempt -> attempt.tolerating(MALFORMED));
    }
}

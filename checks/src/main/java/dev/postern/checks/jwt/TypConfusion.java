package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tokens of the issuer that say of themselves that they are something else than an access token. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.typ-confusion",
        title = "A token of another type does not do as an access token",
        severity = Severity.MEDIUM,
        references = {"RFC 7515 4.1.9", "RFC 8725 3.11", "RFC 8725 3.12", "RFC 9068 4", "ASVS 5.0 9.2.2"},
        cwe = 351,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 5)
public final class TypConfusion implements DenialCheck {

    /** RFC 8417 2.3, OpenID Connect Back-Channel Logout 2.4, RFC 9449 4.2: an issuer may sign all of these. */
    private static final List<String> OTHERS = List.of("secevent+jwt", "logout+jwt", "dpop+jwt");

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = HonestTwin.of(on);
        var own = twin.view().typ().orElse("");
        var others = OTHERS.stream().map(typ -> twin.attempt("typ " + typ, draft -> draft.header("typ", typ)));
        if (!ValidToken.scheme(on).promises().atJwt()) {
            // RFC 7515 4.1.9: without a profile the target need not look at typ, and RFC 8725 3.12 has other ways
            return others.map(attempt -> attempt.graded(Severity.INFO));
        }
        if (!own.toLowerCase(Locale.ROOT).endsWith("at+jwt")) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "`profile: at+jwt` is declared, and the valid token has typ \"" + own
                            + "\": either the declaration is wrong, or the issuer; see jwt.registered-claims.");
        }
        return Stream.concat(
                others,
                Stream.of(
                        twin.attempt("typ JWT, where at+jwt is declared", draft -> draft.header("typ", "JWT")),
                        twin.attempt("typ missing, where at+jwt is declared", draft -> draft.removeHeader("typ"))));
    }
}

package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether those who verify tokens could also make them. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.asymmetric",
        title = "Tokens are signed by a private key that only the issuer has",
        severity = Severity.MEDIUM,
        references = {"RFC 9068 2.1", "RFC 8725 3.2", "ASVS 5.0 9.1.2"},
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Asymmetric implements PropertyCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return ((Scheme.BearerJwt) site.scheme()).symmetric()
                ? new Applicability.Irrelevant("An HMAC algorithm is declared on purpose (symmetric: true).")
                : IssuedToken.at(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var alg = ValidToken.of(on).view().alg().orElse("");
        var upper = alg.toUpperCase(Locale.ROOT);
        if (upper.isEmpty() || upper.equals("NONE")) {
            return Stream.of(new Defect("The token is not signed at all."));
        }
        return upper.startsWith("HS")
                ? Stream.of(
                        new Defect("The token is signed by " + alg + ", an HMAC: whoever can verify it can make one."
                                + " Where issuer and API are one service, declare `symmetric: true`."))
                : Stream.empty();
    }
}

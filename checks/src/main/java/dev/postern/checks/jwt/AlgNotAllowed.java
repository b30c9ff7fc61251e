package dev.postern.checks.jwt;

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
import dev.postern.checks.craft.DeclaredKey;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.ValidToken;
import java.util.List;
import java.util.stream.Stream;

/** Tokens that are rightly signed by the trusted key, by an algorithm that the target does not declare. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.alg-not-allowed",
        title = "Only the declared algorithms are accepted",
        severity = Severity.LOW,
        references = {"RFC 8725 3.1", "RFC 7518 3.4", "ASVS 5.0 9.1.2"},
        cwe = 327,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 7)
public final class AlgNotAllowed implements DenialCheck {

    /** Those that share a type of key. A key on a curve has one algorithm, whatever is declared: {@link WrongCurve}. */
    private static final List<String> ALGS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256", "HS384", "HS512");

    @Override
    public Applicability appliesTo(Site site) {
        if (((Scheme.BearerJwt) site.scheme()).promises().algorithms().isEmpty()) {
            return new Applicability.Missing("declare the algorithms that the target takes, in scheme `"
                    + site.scheme().name() + "`: `algorithms: [RS256]`");
        }
        return DeclaredKey.alg(site).filter(alg -> !ALGS.contains(alg)).isPresent()
                ? new Applicability.Irrelevant(
                        "A key on a curve fits one algorithm; whether it passes under others, jwt.wrong-curve tells.")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var declared = ValidToken.scheme(on).promises().algorithms();
        var twin = HonestTwin.of(on);
        return ALGS.stream()
                .filter(alg -> !declared.contains(alg))
                .flatMap(alg -> twin.attemptSignedWith(alg).stream());
    }
}

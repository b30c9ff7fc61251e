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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether tokens say who made them, for whom, and until when; and all that RFC 9068 demands where it is declared. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.registered-claims",
        title = "Tokens have the claims by which they are told apart",
        severity = Severity.LOW,
        references = {"RFC 9068 2.1", "RFC 9068 2.2", "RFC 8725 3.8", "RFC 8725 3.9", "ASVS 5.0 9.2.4"},
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class RegisteredClaims implements PropertyCheck {

    /** RFC 9068 2.2. */
    private static final List<String> OF_THE_PROFILE = List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti");

    @Override
    public Applicability appliesTo(Site site) {
        return IssuedToken.at(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var view = ValidToken.of(on).view();
        var scheme = ValidToken.scheme(on);
        var missing =
                needed(scheme).filter(name -> view.claim(name).isEmpty()).map(name -> "The token has no " + name + ".");
        var issuer = scheme.issuer()
                .filter(declared ->
                        view.iss().filter(iss -> !iss.equals(declared)).isPresent())
                .map(declared -> "The token's iss is not the declared issuer.");
        var audience = scheme.audience()
                .filter(declared -> !view.aud().isEmpty() && !view.aud().contains(declared))
                .map(declared -> "The token's aud does not hold the declared audience.");
        var typ = view.typ().orElse("");
        var type = scheme.promises().atJwt() && !typ.matches("(?i)(application/)?at\\+jwt")
                ? Stream.of("The token's typ is \"" + typ + "\", where `profile: at+jwt` is declared.")
                : Stream.<String>empty();
        return Stream.of(missing, issuer.stream(), audience.stream(), type)
                .flatMap(words -> words)
                .map(Defect::new);
    }

    private static Stream<String> needed(Scheme.BearerJwt scheme) {
        if (scheme.promises().atJwt()) {
            return OF_THE_PROFILE.stream();
        }
        return Stream.of(
                        Optional.of("exp"),
                        scheme.issuer().map(declared -> "iss"),
                        scheme.audience().map(declared -> "aud"))
                .flatMap(Optional::stream);
    }
}

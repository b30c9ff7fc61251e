package dev.postern.stacks;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Optional;
import java.util.Set;

/** SmallRye JWT, the MicroProfile JWT of Quarkus and WildFly, as a library. */
final class BySmallRye {

    private BySmallRye() {}

    static Verifier sound(Issuer issuer) {
        var settings = new JWTAuthContextInfo(issuer.publicKey(), Issuer.NAME);
        settings.setExpectedAudience(Set.of(Issuer.AUDIENCE));
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        var parser = new DefaultJWTParser(settings);
        return token -> {
            try {
                return Optional.of(Caller.of(parser.parse(token).getClaim("scope")));
            } catch (ParseException e) {
                return Optional.empty();
            }
        };
    }
}

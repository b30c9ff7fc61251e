package dev.postern.stacks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.RSAKeyProvider;
import com.auth0.jwt.interfaces.Verification;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** java-jwt, {@code com.auth0}. */
final class ByJavaJwt {

    private ByJavaJwt() {}

    /** As the manual has it; an {@code exp} of null is present to it, and never expires. */
    static Verifier sound(Issuer issuer) {
        var verifier = JWT.require(Algorithm.RSA256(published(issuer)))
                .withIssuer(Issuer.NAME)
                .withAudience(Issuer.AUDIENCE)
                .withClaimPresence("exp")
                .build();
        return refusing(verifier::verify);
    }

    /** The algorithm is looked up by the name that the token gives. */
    static Verifier noneAmongTheAlgorithms(Issuer issuer) {
        var algorithms = Map.of("RS256", Algorithm.RSA256(published(issuer)), "none", Algorithm.none());
        return chosen(token -> Optional.ofNullable(algorithms.get(token.getAlgorithm())));
    }

    /** A factory made for two deployments, one with a secret and one with a key; each has one line of configuration. */
    static Verifier keyTextForAllAlgorithms(Issuer issuer) {
        var configured = issuer.pem().strip();
        return chosen(token -> switch (token.getAlgorithm()) {
            case "HS256" -> Optional.of(Algorithm.HMAC256(configured));
            case "HS512" -> Optional.of(Algorithm.HMAC512(configured));
            case "RS256" -> Optional.of(Algorithm.RSA256(published(issuer)));
            default -> Optional.empty();
        });
    }

    /** {@code JWT.decode} reads like the opposite of {@code JWT.create} (CVE-2021-37580). */
    static Verifier decodedOnly(Issuer issuer) {
        return refusing(text -> {
            var token = JWT.decode(text);
            var now = Instant.now();
            if (!Issuer.NAME.equals(token.getIssuer())
                    || token.getAudience() == null
                    || !token.getAudience().contains(Issuer.AUDIENCE)
                    || token.getExpiresAtAsInstant() == null
                    || now.isAfter(token.getExpiresAtAsInstant())
                    || (token.getNotBefore() != null && now.isBefore(token.getNotBeforeAsInstant()))) {
                throw new JWTVerificationException("claims");
            }
            return token;
        });
    }

    /** Partners' secrets lie in a table, and the kid becomes a part of the query. */
    static Verifier secretQueriedByKid(Issuer issuer) {
        return chosen(token -> switch (token.getAlgorithm()) {
            case "HS256" -> SecretTable.find(token.getKeyId()).map(Algorithm::HMAC256);
            case "RS256" -> Optional.of(Algorithm.RSA256(published(issuer)));
            default -> Optional.empty();
        });
    }

    /** The variable of the old secret is gone from the deployment, and text is joined to it. */
    static Verifier absentVariableIsText(Issuer issuer) {
        var environment = new HashMap<String, String>();
        var secret = "" + environment.get("NOTES_JWT_SECRET");
        return chosen(token -> switch (token.getAlgorithm()) {
            case "HS256" -> Optional.of(Algorithm.HMAC256(secret));
            case "RS256" -> Optional.of(Algorithm.RSA256(published(issuer)));
            default -> Optional.empty();
        });
    }

    /** A leeway in milliseconds, where seconds are wanted. */
    static Verifier leewayInTheWrongUnit(Issuer issuer) {
        var verifier = demanding(Algorithm.RSA256(published(issuer)))
                .acceptLeeway(Duration.ofHours(12).toMillis())
                .build();
        return refusing(verifier::verify);
    }

    /** The example of the manual without its {@code withIssuer}. */
    static Verifier issuerAndAudienceNotChecked(Issuer issuer) {
        var verifier = expiring(JWT.require(Algorithm.RSA256(published(issuer))));
        return refusing(verifier.build()::verify);
    }

    private static Verifier chosen(Function<DecodedJWT, Optional<Algorithm>> algorithms) {
        return refusing(text -> {
            var algorithm = algorithms
                    .apply(JWT.decode(text))
                    .orElseThrow(() -> new JWTVerificationException("no key for this token"));
            return demanding(algorithm).build().verify(text);
        });
    }

    private static Verification demanding(Algorithm algorithm) {
        return expiring(JWT.require(algorithm).withIssuer(Issuer.NAME).withAudience(Issuer.AUDIENCE));
    }

    private static Verification expiring(Verification verification) {
        return verification.withClaim("exp", (claim, token) -> claim.asInstant() != null);
    }

    private static RSAKeyProvider published(Issuer issuer) {
        return new RSAKeyProvider() {
            @Override
            public RSAPublicKey getPublicKeyById(String kid) {
                return issuer.key().getKeyID().equals(kid) ? issuer.rsaPublicKey() : null;
            }

            @Override
            public RSAPrivateKey getPrivateKey() {
                return null;
            }

            @Override
            public String getPrivateKeyId() {
                return null;
            }
        };
    }

    private static Verifier refusing(Function<String, DecodedJWT> read) {
        return token -> {
            try {
                return Optional.of(Caller.of(read.apply(token).getClaim("scope").asString()));
            } catch (JWTVerificationException e) {
                return Optional.empty();
            }
        };
    }
}

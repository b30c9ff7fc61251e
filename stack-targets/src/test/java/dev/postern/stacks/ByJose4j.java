package dev.postern.stacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.security.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** jose4j, {@code org.bitbucket.b_c}. */
final class ByJose4j {

    private ByJose4j() {}

    private interface KeyLookup {
        Key find(JsonWebSignature jws) throws JoseException, IOException;
    }

    static Verifier sound(Issuer issuer) {
        return by(pinned().setVerificationKeyResolver(published(issuer)).build());
    }

    /** The three settings that the error messages ask for, one after the other, when tests send unsigned tokens. */
    static Verifier noConstraints(Issuer issuer) {
        return by(demanding()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS)
                .setDisableRequireSignature()
                .setSkipVerificationKeyResolutionOnNone()
                .setVerificationKeyResolver(published(issuer))
                .build());
    }

    /** The resolver makes a key that fits the algorithm of the header, from the text of the JWKS that it keeps. */
    static Verifier keyForTheAlgorithmOfTheHeader(Issuer issuer) {
        return looked(jws -> jws.getAlgorithmHeaderValue().startsWith("HS")
                ? new HmacKey(issuer.jwks().getBytes(StandardCharsets.UTF_8))
                : issuer.publicKey());
    }

    /** The first pass of a consumer in two passes; the second was never written. */
    static Verifier signatureSkipped(Issuer issuer) {
        return by(demanding()
                .setSkipSignatureVerification()
                .setDisableRequireSignature()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS)
                .build());
    }

    /** {@code getJwkHeader()} saves the look-up, where there is one. */
    static Verifier embeddedKey(Issuer issuer) {
        return looked(jws -> jws.getJwkHeader() != null
                ? jws.getJwkHeader().getPublicKey()
                : published(issuer).resolveKey(jws, null));
    }

    /** {@code getLeafCertificateHeaderValue()} is a certificate that nobody has verified. */
    static Verifier embeddedCertificate(Issuer issuer) {
        return looked(jws -> jws.getLeafCertificateHeaderValue() != null
                ? jws.getLeafCertificateHeaderValue().getPublicKey()
                : published(issuer).resolveKey(jws, null));
    }

    /** Partners' secrets lie in files named by the kid; old ones are short, so that key validation was relaxed. */
    static Verifier secretFileNamedByKid(Issuer issuer) {
        var folder = ByHand.secrets();
        return by(demanding()
                .setRelaxVerificationKeyValidation()
                .setVerificationKeyResolver(
                        resolver(jws -> jws.getAlgorithmHeaderValue().startsWith("HS")
                                ? new HmacKey(Files.readAllBytes(folder.resolve(jws.getKeyIdHeaderValue())))
                                : published(issuer).resolveKey(jws, null)))
                .build());
    }

    /** The variable of the old secret is gone from the deployment; key validation was relaxed for a short one. */
    static Verifier absentVariableIsText(Issuer issuer) {
        var environment = new HashMap<String, String>();
        var secret =
                new HmacKey(String.valueOf(environment.get("NOTES_JWT_SECRET")).getBytes(StandardCharsets.UTF_8));
        return by(demanding()
                .setRelaxVerificationKeyValidation()
                .setVerificationKeyResolver(
                        resolver(jws -> jws.getAlgorithmHeaderValue().startsWith("HS")
                                ? secret
                                : published(issuer).resolveKey(jws, null)))
                .build());
    }

    /** A skew that was raised until the clocks of all branch offices passed. */
    static Verifier clockSkewOfADay(Issuer issuer) {
        return by(pinned().setVerificationKeyResolver(published(issuer))
                .setAllowedClockSkewInSeconds((int) Duration.ofDays(1).toSeconds())
                .build());
    }

    /** jose4j refuses a token for somebody else's audience unless told not to, and it was told. */
    static Verifier issuerAndAudienceNotChecked(Issuer issuer) {
        return by(new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setRequireExpirationTime()
                .setSkipDefaultAudienceValidation()
                .setVerificationKeyResolver(published(issuer))
                .build());
    }

    private static Verifier looked(KeyLookup keys) {
        return by(demanding().setVerificationKeyResolver(resolver(keys)).build());
    }

    private static VerificationKeyResolver resolver(KeyLookup keys) {
        return (jws, nesting) -> {
            try {
                return keys.find(jws);
            } catch (JoseException | IOException | InvalidPathException e) {
                throw new UnresolvableKeyException("no key", e);
            }
        };
    }

    private static JwtConsumerBuilder pinned() {
        return demanding().setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    private static JwtConsumerBuilder demanding() {
        return new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setExpectedIssuer(Issuer.NAME)
                .setExpectedAudience(Issuer.AUDIENCE);
    }

    private static VerificationKeyResolver published(Issuer issuer) {
        try {
            return new JwksVerificationKeyResolver(new JsonWebKeySet(issuer.jwks()).getJsonWebKeys());
        } catch (JoseException e) {
            throw new IllegalStateException("a JWKS that was just made can be read", e);
        }
    }

    private static Verifier by(JwtConsumer consumer) {
        return token -> {
            try {
                return Optional.of(Caller.of(consumer.processToClaims(token).getStringClaimValue("scope")));
            } catch (InvalidJwtException | MalformedClaimException e) {
                return Optional.empty();
            }
        };
    }
}

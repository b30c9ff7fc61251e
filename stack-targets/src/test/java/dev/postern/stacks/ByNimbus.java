package dev.postern.stacks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** Nimbus JOSE+JWT, {@code com.nimbusds}. */
final class ByNimbus {

    private ByNimbus() {}

    private interface Reading {
        JWTClaimsSet claims(String token) throws ParseException, JOSEException, BadJOSEException;
    }

    private interface KeyLookup {
        Key find(SignedJWT jwt) throws JOSEException;
    }

    /** As the manual has it; an {@code exp} of null is present to it, and never expires. */
    static Verifier sound(Issuer issuer) {
        return processed(issuer, claimsVerifier());
    }

    /** {@code JWTParser} makes a PlainJWT of an unsigned token; only SignedJWT was thought of. */
    static Verifier plainFallsThrough(Issuer issuer) {
        var verifier = new RSASSAVerifier(issuer.rsaPublicKey());
        return refusing(token -> {
            var jwt = JWTParser.parse(token);
            if (jwt instanceof SignedJWT signed && !signed.verify(verifier)) {
                throw new BadJWTException("signature");
            }
            return checked(jwt.getJWTClaimsSet());
        });
    }

    /** The factory makes a verifier for any header, if only the key is of its type. */
    static Verifier keyForTheAlgorithmOfTheHeader(Issuer issuer) {
        var secret = new SecretKeySpec(issuer.publicKey().getEncoded(), "HmacSHA256");
        return looked(jwt ->
                JWSAlgorithm.Family.HMAC_SHA.contains(jwt.getHeader().getAlgorithm()) ? secret : issuer.publicKey());
    }

    /** {@code SignedJWT.parse} parses, and its name says signed. */
    static Verifier parsedOnly(Issuer issuer) {
        return refusing(token -> checked(SignedJWT.parse(token).getJWTClaimsSet()));
    }

    /** {@code getHeader().getJWK()} saves the look-up, where there is one. */
    static Verifier embeddedKey(Issuer issuer) {
        return looked(
                jwt -> jwt.getHeader().getJWK() instanceof AsymmetricJWK jwk ? jwk.toPublicKey() : issuer.publicKey());
    }

    /** The certificate is parsed, and so taken for verified. */
    static Verifier embeddedCertificate(Issuer issuer) {
        return looked(jwt -> {
            var chain = jwt.getHeader().getX509CertChain();
            return chain == null || chain.isEmpty()
                    ? issuer.publicKey()
                    : X509CertUtils.parse(chain.get(0).decode()).getPublicKey();
        });
    }

    /** Partners' secrets lie in files named by the kid. */
    static Verifier secretFileNamedByKid(Issuer issuer) {
        var folder = ByHand.secrets();
        return refusing(token -> {
            var jwt = SignedJWT.parse(token);
            var verifier = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
                    ? new MACVerifier(
                            bytes(folder.resolve(String.valueOf(jwt.getHeader().getKeyID()))))
                    : new RSASSAVerifier(issuer.rsaPublicKey());
            if (!jwt.verify(verifier)) {
                throw new BadJWTException("signature");
            }
            return checked(jwt.getJWTClaimsSet());
        });
    }

    private static byte[] bytes(Path file) throws JOSEException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new JOSEException("no secret", e);
        }
    }

    /** Partners' secrets lie in a table, and the kid becomes a part of the query. */
    static Verifier secretQueriedByKid(Issuer issuer) {
        return refusing(token -> {
            var jwt = SignedJWT.parse(token);
            var secret = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
                    ? SecretTable.find(jwt.getHeader().getKeyID())
                    : Optional.<String>empty();
            var verifier = secret.isPresent()
                    ? new MACVerifier(secret.get().getBytes(StandardCharsets.UTF_8))
                    : new RSASSAVerifier(issuer.rsaPublicKey());
            if (!jwt.verify(verifier)) {
                throw new BadJWTException("signature");
            }
            return checked(jwt.getJWTClaimsSet());
        });
    }

    /** Elliptic curves by home-made arithmetic, behind the library's own interface. */
    static Verifier ecdsaWithoutRangeCheck(Issuer issuer) {
        var verifier = new AffineEcdsaVerifier((ECPublicKey) issuer.publicKey());
        return refusing(token -> {
            var jwt = SignedJWT.parse(token);
            if (!verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
                throw new BadJWTException("signature");
            }
            return checked(jwt.getJWTClaimsSet());
        });
    }

    /** {@code jwt.verify(verifier)} is about the signature; that it is not about the claims was not seen. */
    static Verifier expiryNotChecked(Issuer issuer) {
        var verifier = new RSASSAVerifier(issuer.rsaPublicKey());
        return refusing(token -> {
            var jwt = SignedJWT.parse(token);
            var claims = jwt.getJWTClaimsSet();
            if (!jwt.verify(verifier)
                    || !Issuer.NAME.equals(claims.getIssuer())
                    || !claims.getAudience().contains(Issuer.AUDIENCE)
                    || (claims.getNotBeforeTime() != null
                            && claims.getNotBeforeTime().toInstant().isAfter(Instant.now()))) {
                throw new BadJWTException("signature, issuer or audience");
            }
            return claims;
        });
    }

    /** The processor with the claims verifier that it has by itself. */
    static Verifier issuerAndAudienceNotChecked(Issuer issuer) {
        var times = new DefaultJWTClaimsVerifier<SecurityContext>(null, Set.of("exp"));
        return processed(issuer, (claims, context) -> {
            times.verify(claims, context);
            demandExpiry(claims);
        });
    }

    /** What is within an encrypted token is verified where it was signed. */
    static Verifier signatureOnlyWithinIfThere(Issuer issuer) throws JOSEException {
        var verifier = new RSASSAVerifier(issuer.rsaPublicKey());
        var decrypter = new RSADecrypter(issuer.keyPair().getPrivate());
        return refusing(token -> {
            var jwt = JWTParser.parse(token);
            if (jwt instanceof PlainJWT) {
                throw new BadJWTException("not signed");
            }
            var signed = jwt instanceof SignedJWT s ? s : null;
            if (jwt instanceof EncryptedJWT encrypted) {
                encrypted.decrypt(decrypter);
                signed = encrypted.getPayload().toSignedJWT();
            }
            if (signed != null && !signed.verify(verifier)) {
                throw new BadJWTException("signature");
            }
            return checked((signed == null ? jwt : signed).getJWTClaimsSet());
        });
    }

    private static Verifier processed(Issuer issuer, JWTClaimsSetVerifier<SecurityContext> claims) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(issuer.jwkSet())));
        processor.setJWTClaimsSetVerifier(claims);
        return refusing(token -> processor.process(token, null));
    }

    private static Verifier looked(KeyLookup keys) {
        return refusing(token -> {
            var jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            if (!jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, keys.find(jwt)))) {
                throw new BadJWTException("signature");
            }
            return checked(jwt.getJWTClaimsSet());
        });
    }

    private static JWTClaimsSet checked(JWTClaimsSet claims) throws BadJWTException {
        claimsVerifier().verify(claims, null);
        demandExpiry(claims);
        return claims;
    }

    private static void demandExpiry(JWTClaimsSet claims) throws BadJWTException {
        if (claims.getExpirationTime() == null) {
            throw new BadJWTException("no expiry");
        }
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier() {
        return new DefaultJWTClaimsVerifier<>(
                Issuer.AUDIENCE, new JWTClaimsSet.Builder().issuer(Issuer.NAME).build(), Set.of("exp"));
    }

    private static Verifier refusing(Reading reading) {
        return token -> {
            try {
                return Optional.of(Caller.of(reading.claims(token).getStringClaim("scope")));
            } catch (ParseException | JOSEException | BadJOSEException e) {
                return Optional.empty();
            }
        };
    }
}

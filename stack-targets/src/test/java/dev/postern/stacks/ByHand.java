package dev.postern.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Jackson for the JSON, the JDK for the cryptography. */
final class ByHand {

    private ByHand() {}

    private interface SignatureRule {
        boolean trusts(Jws jws) throws GeneralSecurityException, IOException;
    }

    static Verifier sound(Issuer issuer) {
        return verifier(pinned(issuer), ByHand::claimsHold);
    }

    /** RFC 7519 6 has unsecured JWTs, so the switch has a case for them. */
    static Verifier noneHonoured(Issuer issuer) {
        return verifier(
                jws -> switch (jws.alg()) {
                    case "none" -> true;
                    case "RS256" -> rsa(jws, issuer.publicKey());
                    default -> false;
                },
                ByHand::claimsHold);
    }

    /** One configured key text for all algorithms; what it means depends on the token. */
    static Verifier keyTextForAllAlgorithms(Issuer issuer) {
        var keyText = issuer.pem();
        return verifier(
                jws -> switch (jws.alg()) {
                    case "HS256" -> hmac(jws, keyText.getBytes(StandardCharsets.UTF_8));
                    case "RS256" -> rsa(jws, issuer.publicKey());
                    default -> false;
                },
                ByHand::claimsHold);
    }

    /** {@link Signature#verify} answers false for a wrong signature; only its exceptions were handled. */
    static Verifier verdictIgnored(Issuer issuer) {
        return verifier(
                jws -> {
                    if (!jws.alg().equals("RS256")) {
                        return false;
                    }
                    try {
                        rsa(jws, issuer.publicKey());
                        return true;
                    } catch (SignatureException e) {
                        return false;
                    }
                },
                ByHand::claimsHold);
    }

    /** New keys are taken from the token, so that nobody has to configure them. */
    static Verifier embeddedKey(Issuer issuer) {
        return verifier(
                jws -> {
                    var jwk = jws.header().path("jwk");
                    if (!jws.alg().equals("RS256")) {
                        return false;
                    }
                    return rsa(jws, jwk.isObject() ? rsaKey(jwk) : issuer.publicKey());
                },
                ByHand::claimsHold);
    }

    /** The first certificate of the token is the key; who issued it is not asked. */
    static Verifier embeddedCertificate(Issuer issuer) {
        return verifier(
                jws -> {
                    var leaf = jws.header().path("x5c").path(0).textValue();
                    if (!jws.alg().equals("RS256")) {
                        return false;
                    }
                    return rsa(jws, leaf == null ? issuer.publicKey() : certified(leaf));
                },
                ByHand::claimsHold);
    }

    /** Partners sign by HMAC, and their secrets lie in files named by the kid. */
    static Verifier secretFileNamedByKid(Issuer issuer) {
        var folder = secrets();
        return verifier(
                jws -> jws.alg().equals("HS256")
                        ? hmac(jws, Files.readAllBytes(folder.resolve(String.valueOf(jws.kid()))))
                        : pinned(issuer).trusts(jws),
                ByHand::claimsHold);
    }

    /** Partners sign by HMAC; {@code String.valueOf} was to save a cast, and makes "null" of a look-up that missed. */
    static Verifier absentSecretIsNull(Issuer issuer) {
        Map<String, Object> secrets = Map.of("partner", "5e884898da28047151d0e56f8dc6292773603d0d");
        return verifier(
                jws -> jws.alg().equals("HS256")
                        ? hmac(
                                jws,
                                String.valueOf(secrets.get(String.valueOf(jws.kid())))
                                        .getBytes(StandardCharsets.UTF_8))
                        : pinned(issuer).trusts(jws),
                ByHand::claimsHold);
    }

    /** Old jobs sent tokens without signature from inside; "nothing to verify" was taken for "verified". */
    static Verifier emptySignatureSkipped(Issuer issuer) {
        return verifier(
                jws -> jws.alg().equals("RS256") && (jws.signature().length == 0 || rsa(jws, issuer.publicKey())),
                ByHand::claimsHold);
    }

    /** ECDSA on a platform whose provider was missing, by the textbook and without its first line. */
    static Verifier ecdsaWithoutRangeCheck(Issuer issuer) {
        var curve = new ProjectiveEcdsa((ECPublicKey) issuer.publicKey());
        return verifier(
                jws -> jws.alg().equals("ES256")
                        && jws.signature().length == 64
                        && curve.verifies(MessageDigest.getInstance("SHA-256").digest(jws.signed()), jws.signature()),
                ByHand::claimsHold);
    }

    /** The gateway used to check expiry; the gateway is gone. */
    static Verifier expiryNotChecked(Issuer issuer) {
        return verifier(
                pinned(issuer),
                claims -> issuerHolds(claims) && audienceHolds(claims) && notBeforeHolds(claims, Instant.now()));
    }

    /** The signature shows that the token is ours: what else should be asked? */
    static Verifier issuerAndAudienceNotChecked(Issuer issuer) {
        return verifier(pinned(issuer), claims -> timesHold(claims, Instant.now()));
    }

    private static Verifier verifier(SignatureRule signature, Predicate<JsonNode> claims) {
        return token -> {
            try {
                var jws = Jws.parse(token);
                return signature.trusts(jws) && claims.test(jws.claims())
                        ? Optional.of(Caller.of(jws.claims().path("scope").textValue()))
                        : Optional.empty();
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }

    private static SignatureRule pinned(Issuer issuer) {
        return jws -> jws.alg().equals("RS256")
                && !jws.header().has("crit")
                && issuer.key().getKeyID().equals(jws.kid())
                && rsa(jws, issuer.publicKey());
    }

    private static boolean claimsHold(JsonNode claims) {
        return issuerHolds(claims) && audienceHolds(claims) && timesHold(claims, Instant.now());
    }

    private static boolean issuerHolds(JsonNode claims) {
        return Issuer.NAME.equals(claims.path("iss").textValue());
    }

    private static boolean audienceHolds(JsonNode claims) {
        var aud = claims.path("aud");
        if (aud.isArray()) {
            for (var one : aud) {
                if (Issuer.AUDIENCE.equals(one.textValue())) {
                    return true;
                }
            }
        }
        return Issuer.AUDIENCE.equals(aud.textValue());
    }

    private static boolean timesHold(JsonNode claims, Instant now) {
        var exp = claims.path("exp");
        return exp.isNumber() && now.getEpochSecond() < exp.asLong() && notBeforeHolds(claims, now);
    }

    private static boolean notBeforeHolds(JsonNode claims, Instant now) {
        var nbf = claims.path("nbf");
        return nbf.isMissingNode() || (nbf.isNumber() && now.getEpochSecond() >= nbf.asLong());
    }

    private static boolean rsa(Jws jws, PublicKey key) throws GeneralSecurityException {
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(jws.signed());
        return verifier.verify(jws.signature());
    }

    private static boolean hmac(Jws jws, byte[] secret) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return MessageDigest.isEqual(mac.doFinal(jws.signed()), jws.signature());
    }

    private static PublicKey rsaKey(JsonNode jwk) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
    }

    private static BigInteger number(JsonNode jwk, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(member).asText()));
    }

    private static PublicKey certified(String base64) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64)))
                .getPublicKey();
    }

    /** A folder with the secret of one partner. */
    static Path secrets() {
        try {
            var folder = Files.createTempDirectory("stacks-secrets");
            var secret = Files.writeString(folder.resolve("partner"), "5e884898da28047151d0e56f8dc6292773603d0d");
            folder.toFile().deleteOnExit();
            secret.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

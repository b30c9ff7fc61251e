package dev.postern.samples;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Decides whether a token's signature makes its claims believable. */
@FunctionalInterface
interface SignatureRule extends AutoCloseable {
    boolean trusts(Jws token);

    /** Gives back what the rule holds; most hold nothing. */
    @Override
    default void close() {}

    /** One algorithm, one key, both chosen by the server and neither by the token (RFC 8725 3.1). */
    static SignatureRule pinned(SigningKeys keys) {
        return token -> !token.header().containsKey("crit") && token.signatureIsCanonical() && isOurs(token, keys);
    }

    /** As {@link #pinned}, where issuer and API share a secret. */
    static SignatureRule pinnedSecret(SigningKeys keys) {
        return token -> !token.header().containsKey("crit")
                && token.signatureIsCanonical()
                && token.algorithm().equals("HS256")
                && hmac(token, "256", keys.sharedSecret());
    }

    /** As {@link #pinned}, of an issuer that signs by ES256. */
    static SignatureRule pinnedCurve(SigningKeys keys) {
        return token -> !token.header().containsKey("crit")
                && token.signatureIsCanonical()
                && token.algorithm().equals("ES256")
                && (token.keyId().isEmpty()
                        || token.keyId().equals(keys.curvePair().getKeyID()))
                && verified(token, "SHA256withECDSAinP1363Format", keys.curvePublicKey());
    }

    /** What {@link #pinned} asks but for the form of the token. */
    static boolean isOurs(Jws token, SigningKeys keys) {
        return token.algorithm().equals("RS256")
                && (token.keyId().isEmpty() || token.keyId().equals(keys.pair().getKeyID()))
                && rs256(token, keys.publicKey());
    }

    static boolean rs256(Jws token, PublicKey key) {
        return verified(token, "SHA256withRSA", key);
    }

    /** Verifies with an algorithm of the JCA, whatever the token says. */
    static boolean verified(Jws token, String algorithm, PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(token.signedBytes());
            return verifier.verify(token.signatureBytes());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Compares with an HMAC of SHA-256, 384 or 512, whichever {@code bits} says. */
    static boolean hmac(Jws token, String bits, byte[] secret) {
        return MessageDigest.isEqual(mac(token, bits, secret), token.signatureBytes());
    }

    static byte[] mac(Jws token, String bits, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA" + bits);
            // HMAC fills keys up with zeros (RFC 2104 2), so one zero is the empty key, which Java would not take.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, mac.getAlgorithm()));
            return mac.doFinal(token.signedBytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }
}

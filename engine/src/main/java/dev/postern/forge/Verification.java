package dev.postern.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;

/** Whether a key has signed a token (RFC 7515 5.2). Of claims and times nothing is said. */
public final class Verification {

    private Verification() {}

    /**
     * True if the private half of the key has signed these characters with the algorithm that the header names.
     *
     * @throws MalformedTokenException if the text is no compact JWS
     * @throws UnusableKeyException if the algorithm is none that can be computed here, or takes another type of key
     */
    public static boolean verifies(String token, PublicKey key) {
        JwsAlgorithm algorithm = algorithm(token);
        require(algorithm, JwsAlgorithm.Family.of(key));
        if (key instanceof ECPublicKey ec && !isOfItsCurve(algorithm, ec)) {
            throw new UnusableKeyException(algorithm + " needs a key on another curve (RFC 7518 3.4).");
        }
        try {
            return algorithm.verify(key, input(token), signature(token));
        } catch (GeneralSecurityException refused) {
            throw new UnusableKeyException("The key cannot verify " + algorithm + " in this Java.");
        }
    }

    /**
     * True if the key has signed the token: by its public half, or by making the same HMAC.
     *
     * @throws MalformedTokenException as of {@link #verifies(String, PublicKey)}
     * @throws UnusableKeyException as of {@link #verifies(String, PublicKey)}, or if a private key does not tell its
     *     public half
     */
    public static boolean verifies(String token, SigningKey key) {
        if (!key.isSymmetric()) {
            return verifies(
                    token,
                    key.publicKey()
                            .orElseThrow(() -> new UnusableKeyException(key + " does not tell its public key.")));
        }
        JwsAlgorithm algorithm = algorithm(token);
        require(algorithm, JwsAlgorithm.Family.HMAC);
        return MessageDigest.isEqual(key.sign(algorithm, input(token)), signature(token));
    }

    private static JwsAlgorithm algorithm(String token) {
        return JwsAlgorithm.named(Draft.from(token).headers().path("alg").asText());
    }

    private static void require(JwsAlgorithm algorithm, JwsAlgorithm.Family family) {
        if (algorithm.family() != family) {
            throw new UnusableKeyException(
                    algorithm + " needs " + algorithm.family().words() + "; this is " + family.words() + ".");
        }
    }

    private static boolean isOfItsCurve(JwsAlgorithm algorithm, ECPublicKey key) {
        int bits = key.getParams().getOrder().bitLength();
        return bits == (algorithm == JwsAlgorithm.ES512 ? 521 : algorithm.hashBytes() * 8);
    }

    private static byte[] input(String token) {
        return token.strip().substring(0, secondDot(token.strip())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signature(String token) {
        String text = token.strip();
        int dot = secondDot(text);
        return Base64Url.decode("signature", dot == text.length() ? "" : text.substring(dot + 1));
    }

    /** Where the payload ends; the end of a text that has no signature, and no dot before it. */
    private static int secondDot(String token) {
        int second = token.indexOf('.', token.indexOf('.') + 1);
        return second < 0 ? token.length() : second;
    }
}

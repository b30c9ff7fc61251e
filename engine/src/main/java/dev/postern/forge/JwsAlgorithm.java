package dev.postern.forge;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature algorithms of JWS that the JCA can compute (RFC 7518 3.1, RFC 8037 3.1). */
enum JwsAlgorithm {
    HS256(Family.HMAC, "HmacSHA256", 256),
    HS384(Family.HMAC, "HmacSHA384", 384),
    HS512(Family.HMAC, "HmacSHA512", 512),
    RS256(Family.RSA, "SHA256withRSA", 256),
    RS384(Family.RSA, "SHA384withRSA", 384),
    RS512(Family.RSA, "SHA512withRSA", 512),
    PS256(Family.RSA, "RSASSA-PSS", 256),
    PS384(Family.RSA, "RSASSA-PSS", 384),
    PS512(Family.RSA, "RSASSA-PSS", 512),
    ES256(Family.EC, "SHA256withECDSAinP1363Format", 256),
    ES384(Family.EC, "SHA384withECDSAinP1363Format", 384),
    ES512(Family.EC, "SHA512withECDSAinP1363Format", 512),
    EdDSA(Family.ED25519, "Ed25519", 512);

    /** What kind of key an algorithm takes. */
    enum Family {
        HMAC("a secret"),
        RSA("an RSA key"),
        EC("an EC key"),
        ED25519("an Ed25519 key");

        private final String words;

        Family(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        static Family of(PrivateKey key) {
            if (key instanceof RSAPrivateKey) {
                return RSA;
            }
            if (key instanceof ECPrivateKey) {
                return EC;
            }
            if (key instanceof EdECPrivateKey) {
                return ED25519;
            }
            throw new UnusableKeyException("A key of type " + key.getAlgorithm() + " signs no token.");
        }

        static Family of(PublicKey key) {
            if (key instanceof RSAPublicKey) {
                return RSA;
            }
            if (key instanceof ECPublicKey) {
                return EC;
            }
            if (key instanceof EdECPublicKey) {
                return ED25519;
            }
            throw new UnusableKeyException("A key of type " + key.getAlgorithm() + " verifies no token.");
        }
    }

    private final Family family;
    private final String jca;
    private final int hashBits;

    JwsAlgorithm(Family family, String jca, int hashBits) {
        this.family = family;
        this.jca = jca;
        this.hashBits = hashBits;
    }

    static JwsAlgorithm named(String name) {
        if (name.equals("Ed25519")) {
            return EdDSA; // RFC 9864 2.2 gives the same algorithm a name of its own
        }
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UnusableKeyException(
                                "\"" + name + "\" is no algorithm that can be computed here. Known: "
                                        + Arrays.stream(values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))
                                        + ". An odd name can stand in the header all the same: signAs(oddName, knownName, key)."));
    }

    static boolean knows(String name) {
        return name.equals("Ed25519")
                || Arrays.stream(values())
                        .anyMatch(algorithm -> algorithm.name().equals(name));
    }

    Family family() {
        return family;
    }

    int hashBytes() {
        return hashBits / 8;
    }

    /** An HMAC with a secret of any length. The JCA refuses the empty one, which HMAC itself pads to zeros (RFC 2104 2). */
    byte[] mac(byte[] secret, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(jca);
        mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, jca));
        return mac.doFinal(input);
    }

    byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    /** False also where the bytes are no signature of the algorithm at all. */
    boolean verify(PublicKey key, byte[] input, byte[] signed) throws GeneralSecurityException {
        if (family == Family.ED25519 && signed.length != 64) {
            return false; // RFC 8032 5.1.7; the JDK overlooks bytes that follow
        }
        Signature signature = signature();
        signature.initVerify(key);
        signature.update(input);
        try {
            return signature.verify(signed);
        } catch (SignatureException unreadable) {
            return false;
        }
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jca);
        if (jca.equals("RSASSA-PSS")) {
            // RFC 7518 3.5: MGF1 with the same hash, salt as long as the hash
            String hash = "SHA-" + hashBits;
            signature.setParameter(new PSSParameterSpec(
                    hash, "MGF1", new MGF1ParameterSpec(hash), hashBits / 8, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }
}

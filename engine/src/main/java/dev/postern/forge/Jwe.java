package dev.postern.forge;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * Encryption to a public key (RFC 7516). Whoever has the public key can do it, so a token that can be decrypted proves
 * nothing of who made it.
 */
public final class Jwe {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Jwe() {}

    /**
     * A token inside an encrypted one (RFC 7519 5.2, {@code cty JWT}): RSA-OAEP-256 or ECDH-ES, with A256GCM.
     *
     * @param to the public key; its id stands in the header
     * @throws UnusableKeyException if it is neither an RSA key nor one of P-256, P-384, P-521
     */
    public static Token nested(JWK to, Token inner) {
        byte[] plain = inner.text().getBytes(StandardCharsets.UTF_8);
        return new Token(encrypt(to, "JWT", null, plain), inner.description() + ", encrypted to the public key");
    }

    /**
     * Claims alone inside an encrypted token: a JWT that is a JWE and nothing else (RFC 7519 3).
     *
     * @throws UnusableKeyException as of {@link #nested}
     */
    public static Token of(JWK to, Draft claims) {
        return new Token(
                encrypt(to, null, null, claims.payload()),
                claims.describe() + ", claims alone encrypted to the public key");
    }

    /**
     * As {@link #nested}, compressed before it is encrypted ({@code zip DEF}, RFC 7516 4.1.3). A token that repeats itself
     * becomes far shorter, and its receiver has to unpack it (RFC 8725 3.6).
     *
     * @throws UnusableKeyException as of {@link #nested}
     */
    public static Token compressed(JWK to, Token inner) {
        byte[] plain = inner.text().getBytes(StandardCharsets.UTF_8);
        return new Token(
                encrypt(to, "JWT", CompressionAlgorithm.DEF, plain),
                inner.description() + ", compressed and encrypted to the public key");
    }

    /**
     * A token inside one that is encrypted with a shared key (RFC 7518 4.5, {@code dir} with A256GCM).
     *
     * @param key 32 bytes
     */
    public static Token direct(byte[] key, Token inner) {
        try {
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                            .contentType("JWT")
                            .build(),
                    new Payload(inner.text()));
            jwe.encrypt(new DirectEncrypter(key));
            return new Token(jwe.serialize(), inner.description() + ", encrypted with a shared key");
        } catch (JOSEException refused) {
            throw new UnusableKeyException("A shared key for A256GCM has 32 bytes, this one " + key.length + ".");
        }
    }

    /**
     * A token that says it is encrypted with a password (RFC 7518 4.8, {@code PBES2-HS512+A256KW}), and is noise: whoever has
     * a password can see that only after hashing it as often as the token says.
     *
     * @param iterations {@code p2c}, how often
     */
    public static Token byPassword(int iterations) {
        String header = "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"cty\":\"JWT\",\"p2s\":\"" + noise(16)
                + "\",\"p2c\":" + iterations + "}";
        String text = String.join(
                ".",
                Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)),
                noise(40), // a wrapped key of 256 bits (RFC 3394 2.2.1)
                noise(12),
                noise(64),
                noise(16));
        return new Token(text, "encrypted with a password that is hashed " + iterations + " times");
    }

    private static String noise(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    private static String encrypt(JWK to, String contentType, CompressionAlgorithm zip, byte[] plain) {
        PublicKey key = PublicJwk.toJca(to);
        try {
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(algorithm(key), EncryptionMethod.A256GCM)
                            .keyID(to.getKeyID())
                            .contentType(contentType)
                            .compressionAlgorithm(zip)
                            .build(),
                    new Payload(plain));
            jwe.encrypt(encrypter(key));
            return jwe.serialize();
        } catch (JOSEException refused) {
            throw new UnusableKeyException("Nothing can be encrypted to the " + key.getAlgorithm()
                    + " key in this Java: " + refused.getClass().getSimpleName() + ".");
        }
    }

    private static JWEAlgorithm algorithm(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return JWEAlgorithm.RSA_OAEP_256;
        }
        if (key instanceof ECPublicKey) {
            return JWEAlgorithm.ECDH_ES;
        }
        throw new UnusableKeyException("A key of type " + key.getAlgorithm() + " takes no encryption.");
    }

    private static JWEEncrypter encrypter(PublicKey key) throws JOSEException {
        return key instanceof RSAPublicKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter((ECPublicKey) key);
    }
}

package dev.postern.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The issuer's keys: an RSA pair made for this start, a pair on a curve for the issuer that signs by ES256, and a shared
 * secret that only a weak set-up uses.
 */
final class SigningKeys {
    /** The name of the shared secret. */
    static final String SHARED_SECRET_ID = "orders-internal";

    private final RSAKey pair;
    private final ECKey curvePair;
    private final byte[] sharedSecret;

    /**
     * Makes the keys.
     *
     * @param madeUp a shared secret that a person made up; a random one where there is none
     */
    SigningKeys(Secrets secrets, Optional<String> madeUp) {
        try {
            pair = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("orders-" + Secrets.mark())
                    .generate();
            curvePair = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("orders-" + Secrets.mark())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has RSA and P-256", e);
        }
        sharedSecret = madeUp.orElseGet(() -> secrets.next() + secrets.next()).getBytes(StandardCharsets.US_ASCII);
        secrets.remember(new String(sharedSecret, StandardCharsets.US_ASCII));
        Map<String, Object> members = pair.toJSONObject();
        for (String member : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
            secrets.remember((String) members.get(member));
        }
        secrets.remember(curvePair.getD().toString());
    }

    RSAKey pair() {
        return pair;
    }

    /** On P-256. */
    ECKey curvePair() {
        return curvePair;
    }

    ECPublicKey curvePublicKey() {
        try {
            return curvePair.toECPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a generated key is well formed", e);
        }
    }

    RSAPublicKey publicKey() {
        return publicKey(pair);
    }

    private static RSAPublicKey publicKey(RSAKey key) {
        try {
            return key.toRSAPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a generated key is well formed", e);
        }
    }

    /** The public key as {@code openssl} would print it: 64 columns, a line feed at the end. */
    String publicPem() {
        return pem(pair);
    }

    /** As {@link #publicPem}, of any key. */
    static String pem(RSAKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey(key).getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /** The public key as JSON, with a blank after each colon and comma. */
    String publicJwkAsPythonWritesIt() {
        return pair.toPublicJWK().toJSONString().replace("\":\"", "\": \"").replace("\",\"", "\", \"");
    }

    byte[] sharedSecret() {
        return sharedSecret.clone();
    }

    /** The key set with another public key in front of the issuer's own. */
    Map<String, Object> publishedBehind(JWK other) {
        return new JWKSet(List.of(other.toPublicJWK(), pair.toPublicJWK())).toJSONObject();
    }

    /** A stray key of that size, made for nothing but to be published. */
    static RSAKey stray(int bits, String kid) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /**
     * A public key as the cards made it (Nemec et al., The Return of Coppersmith's Attack, 2017, section 2): each prime is
     * k * M + (65537^a mod M), where M is the product of many small primes; here of those up to 167.
     */
    static RSAKey ofAnOldCard() {
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime = BigInteger.TWO; prime.intValue() <= 167; prime = prime.nextProbablePrime()) {
            product = product.multiply(prime);
        }
        return new RSAKey.Builder(
                        Base64URL.encode(cardPrime(product).multiply(cardPrime(product))), new Base64URL("AQAB"))
                .keyID("card")
                .build();
    }

    private static BigInteger cardPrime(BigInteger product) {
        SecureRandom random = new SecureRandom();
        BigInteger power = BigInteger.valueOf(65537).modPow(new BigInteger(64, random), product);
        while (true) {
            BigInteger factor = new BigInteger(1024 - product.bitLength(), random).setBit(1023 - product.bitLength());
            BigInteger candidate = factor.multiply(product).add(power);
            if (candidate.isProbablePrime(20)) {
                return candidate;
            }
        }
    }

    /** The key of RFC 7515 A.2, whose private half is printed there. */
    static RSAKey ofTheSpecification() {
        return new RSAKey.Builder(
                        new Base64URL(
                                "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
                                        + "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf6"
                                        + "3kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
                                        + "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
                        new Base64URL("AQAB"))
                .keyID("example")
                .build();
    }

    Map<String, Object> publicJwks() {
        return new JWKSet(pair.toPublicJWK()).toJSONObject();
    }

    Map<String, Object> curveJwks() {
        return new JWKSet(curvePair.toPublicJWK()).toJSONObject();
    }
}

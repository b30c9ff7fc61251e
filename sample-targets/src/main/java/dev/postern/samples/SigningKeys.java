package dev.postern.samples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;

/** The issuer's keys: an RSA pair made for this start, and a shared secret that only a weak set-up uses. */
final class SigningKeys {
    /** The name of the shared secret. */
    static final String SHARED_SECRET_ID = "orders-internal";

    private final RSAKey pair;
    private final byte[] sharedSecret;

    SigningKeys(Secrets secrets) {
        try {
            pair = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("orders-" + Secrets.mark())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
        sharedSecret = (secrets.next() + secrets.next()).getBytes(StandardCharsets.US_ASCII);
        secrets.remember(new String(sharedSecret, StandardCharsets.US_ASCII));
        Map<String, Object> members = pair.toJSONObject();
        for (String member : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
            secrets.remember((String) members.get(member));
        }
    }

    RSAKey pair() {
        return pair;
    }

    RSAPublicKey publicKey() {
        try {
            return pair.toRSAPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a generated key is well formed", e);
        }
    }

    /** The public key as {@code openssl} would print it: 64 columns, a line feed at the end. */
    String publicPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    byte[] sharedSecret() {
        return sharedSecret.clone();
    }

    Map<String, Object> publicJwks() {
        return new JWKSet(pair.toPublicJWK()).toJSONObject();
    }
}

package dev.postern.stacks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** The issuer that an API trusts: its key, and what it publishes of it. */
record Issuer(JWK key) {

    static final String NAME = "https://id.stacks.test";
    static final String AUDIENCE = "notes";

    private static final Issuer RSA = generate(false);
    private static final Issuer EC = generate(true);

    /** Signs by RS256. */
    static Issuer rsa() {
        return RSA;
    }

    /** Signs by ES256. */
    static Issuer ec() {
        return EC;
    }

    private static Issuer generate(boolean elliptic) {
        try {
            return new Issuer(
                    elliptic
                            ? new ECKeyGenerator(Curve.P_256)
                                    .keyID("stacks-1")
                                    .algorithm(JWSAlgorithm.ES256)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .generate()
                            : new RSAKeyGenerator(2048)
                                    .keyID("stacks-1")
                                    .algorithm(JWSAlgorithm.RS256)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes such keys", e);
        }
    }

    /** RFC 7517 5: what {@code /.well-known/jwks.json} answers. */
    String jwks() {
        return jwkSet().toString();
    }

    JWKSet jwkSet() {
        return new JWKSet(key.toPublicJWK());
    }

    PublicKey publicKey() {
        try {
            return ((AsymmetricJWK) key).toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was just made can be read", e);
        }
    }

    /** Both halves: some APIs decrypt with the key pair of the issuer, who is the same application. */
    KeyPair keyPair() {
        try {
            return new KeyPair(publicKey(), ((AsymmetricJWK) key).toPrivateKey());
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was just made can be read", e);
        }
    }

    RSAPublicKey rsaPublicKey() {
        return (RSAPublicKey) publicKey();
    }

    /** The public key as the file that an application has in its resources. */
    String pem() {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n"
                + lines.encodeToString(publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}

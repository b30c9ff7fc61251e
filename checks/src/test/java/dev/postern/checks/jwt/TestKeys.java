package dev.postern.checks.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** Keys that the fake target trusts, made once. */
final class TestKeys {

    static final RSAKey RSA = rsa("rsa-1", 2048);
    static final RSAKey OTHER_RSA = rsa("rsa-2", 2048);
    static final RSAKey LARGE_RSA = rsa("rsa-large", 3072);
    static final ECKey EC = ec();
    static final OctetSequenceKey SECRET = secret();

    private TestKeys() {}

    private static RSAKey rsa(String kid, int bits) {
        try {
            return new RSAKeyGenerator(bits).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OctetSequenceKey secret() {
        try {
            return new OctetSequenceKeyGenerator(256).keyID("hs-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

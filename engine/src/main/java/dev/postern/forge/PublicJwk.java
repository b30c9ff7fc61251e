package dev.postern.forge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Public keys between the JCA and JWK (RFC 7517). */
final class PublicJwk {
    // RFC 8410 4: what stands before the 32 bytes of an Ed25519 public key
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicJwk() {}

    static JWK of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve == null) {
                throw new UnusableKeyException("The EC key is on a curve that JOSE has no name for.");
            }
            return new ECKey.Builder(curve, ec).build();
        }
        if (key instanceof EdECPublicKey && key.getEncoded().length == ED25519_SPKI.length + 32) {
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(ed25519Bytes(key))).build();
        }
        throw new UnusableKeyException("A public key of type " + key.getAlgorithm() + " verifies no token.");
    }

    /** RFC 8032 5.1.2: the last 32 bytes of its SubjectPublicKeyInfo. */
    static byte[] ed25519Bytes(PublicKey key) {
        byte[] spki = key.getEncoded();
        return Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    }

    static PublicKey toJca(JWK key) {
        try {
            if (key instanceof RSAKey rsa) {
                return rsa.toRSAPublicKey();
            }
            if (key instanceof ECKey ec) {
                return ec.toECPublicKey();
            }
            if (key instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
                byte[] point = okp.getDecodedX();
                byte[] spki = Arrays.copyOf(ED25519_SPKI, ED25519_SPKI.length + point.length);
                System.arraycopy(point, 0, spki, ED25519_SPKI.length, point.length);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            }
        } catch (JOSEException | GeneralSecurityException unusable) {
            throw new UnusableKeyException("This Java cannot use the public " + key.getKeyType() + " key: "
                    + unusable.getClass().getSimpleName() + ".");
        }
        throw new UnusableKeyException(
                "A JWK of type " + key.getKeyType() + " has no public key that verifies tokens.");
    }
}

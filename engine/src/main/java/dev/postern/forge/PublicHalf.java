package dev.postern.forge;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/**
 * The public key that belongs to a private one; the JCA has no call for it. Plain arithmetic, not in constant time:
 * what is asked for is no secret, and the private key is one that was given for a test.
 */
final class PublicHalf {
    private PublicHalf() {}

    static Optional<PublicKey> of(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent(), rsa.getParams());
            return Optional.of(KeyFactory.getInstance(rsa.getAlgorithm()).generatePublic(spec));
        }
        if (key instanceof ECPrivateKey ec && ec.getParams().getCurve().getField() instanceof ECFieldFp field) {
            ECPoint point = weierstrass(ec.getS(), ec.getParams(), field.getP());
            return Optional.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, ec.getParams())));
        }
        if (key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()) {
            EdECPoint point = edwards(ed.getBytes().get());
            return Optional.of(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
        }
        return Optional.empty();
    }

    // SEC 1 2.2.1: double and add; no intermediate sum of a scalar below the order meets its own negative
    private static ECPoint weierstrass(BigInteger scalar, ECParameterSpec params, BigInteger p) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, params, p);
            if (scalar.testBit(bit)) {
                sum = add(sum, params.getGenerator(), params, p);
            }
        }
        return sum;
    }

    private static ECPoint add(ECPoint one, ECPoint other, ECParameterSpec params, BigInteger p) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        BigInteger x = one.getAffineX();
        BigInteger y = one.getAffineY();
        BigInteger slope = one.equals(other)
                ? x.pow(2)
                        .multiply(BigInteger.valueOf(3))
                        .add(params.getCurve().getA())
                        .multiply(y.shiftLeft(1).modInverse(p))
                : other.getAffineY()
                        .subtract(y)
                        .multiply(other.getAffineX().subtract(x).modInverse(p));
        BigInteger sumX = slope.pow(2).subtract(x).subtract(other.getAffineX()).mod(p);
        BigInteger sumY = slope.multiply(x.subtract(sumX)).subtract(y).mod(p);
        return new ECPoint(sumX, sumY);
    }

    // RFC 8032 5.1.5
    private static EdECPoint edwards(byte[] seed) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(seed);
        BigInteger scalar = BigInteger.ZERO;
        for (int i = 31; i >= 0; i--) {
            scalar = scalar.shiftLeft(8).or(BigInteger.valueOf(hash[i] & 0xFF));
        }
        scalar = scalar.clearBit(0).clearBit(1).clearBit(2).clearBit(255).setBit(254);

        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger d = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(p))
                .mod(p);
        ECPoint base = new ECPoint(
                new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
                BigInteger.valueOf(4)
                        .multiply(BigInteger.valueOf(5).modInverse(p))
                        .mod(p));
        ECPoint sum = new ECPoint(BigInteger.ZERO, BigInteger.ONE);
        for (int bit = 254; bit >= 0; bit--) {
            sum = addOnEdwards(sum, sum, d, p);
            if (scalar.testBit(bit)) {
                sum = addOnEdwards(sum, base, d, p);
            }
        }
        return new EdECPoint(sum.getAffineX().testBit(0), sum.getAffineY());
    }

    // RFC 8032 5.1.4 in affine form: complete, so that doubling needs no case of its own
    private static ECPoint addOnEdwards(ECPoint one, ECPoint other, BigInteger d, BigInteger p) {
        BigInteger xy = one.getAffineX().multiply(other.getAffineY());
        BigInteger yx = one.getAffineY().multiply(other.getAffineX());
        BigInteger xx = one.getAffineX().multiply(other.getAffineX());
        BigInteger yy = one.getAffineY().multiply(other.getAffineY());
        BigInteger bent = d.multiply(xx).multiply(yy).mod(p);
        return new ECPoint(
                xy.add(yx).multiply(BigInteger.ONE.add(bent).modInverse(p)).mod(p),
                yy.add(xx).multiply(BigInteger.ONE.subtract(bent).modInverse(p)).mod(p));
    }
}

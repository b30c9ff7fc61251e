package dev.postern.stacks;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Set;

/**
 * A verifier for Nimbus JOSE+JWT in place of its own, with ECDSA as in lecture notes: affine coordinates, inverses by Euclid's
 * algorithm, (0, 0) for the point at infinity, and r and s taken as they come.
 */
final class AffineEcdsaVerifier implements JWSVerifier {

    private static final ECPoint INFINITY = new ECPoint(BigInteger.ZERO, BigInteger.ZERO);

    private final JCAContext context = new JCAContext();
    private final ECPublicKey key;
    private final BigInteger p;
    private final BigInteger n;

    AffineEcdsaVerifier(ECPublicKey key) {
        this.key = key;
        this.p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
        this.n = key.getParams().getOrder();
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
        var bytes = signature.decode();
        int half = bytes.length / 2;
        var r = new BigInteger(1, Arrays.copyOf(bytes, half));
        var s = new BigInteger(1, Arrays.copyOfRange(bytes, half, bytes.length));
        var w = inverse(s, n);
        var fromHash = multiply(
                key.getParams().getGenerator(),
                new BigInteger(1, sha256(signed)).multiply(w).mod(n));
        var fromKey = multiply(key.getW(), r.multiply(w).mod(n));
        return add(fromHash, fromKey).getAffineX().mod(n).equals(r);
    }

    /** Euclid's extended algorithm; of 0, it is 0. */
    private static BigInteger inverse(BigInteger value, BigInteger modulus) {
        var rest = modulus;
        var next = value.mod(modulus);
        var factor = BigInteger.ZERO;
        var nextFactor = BigInteger.ONE;
        while (next.signum() != 0) {
            var division = rest.divideAndRemainder(next);
            var newFactor = factor.subtract(division[0].multiply(nextFactor));
            factor = nextFactor;
            nextFactor = newFactor;
            rest = next;
            next = division[1];
        }
        return factor.mod(modulus);
    }

    private ECPoint multiply(ECPoint point, BigInteger times) {
        var result = INFINITY;
        var doubled = point;
        for (int bit = 0; bit < times.bitLength(); bit++) {
            result = times.testBit(bit) ? add(result, doubled) : result;
            doubled = add(doubled, doubled);
        }
        return result;
    }

    private ECPoint add(ECPoint one, ECPoint other) {
        if (one.equals(INFINITY) || other.equals(INFINITY)) {
            return one.equals(INFINITY) ? other : one;
        }
        var sameX = one.getAffineX().equals(other.getAffineX());
        if (sameX && !one.getAffineY().equals(other.getAffineY())) {
            return INFINITY;
        }
        var slope = sameX
                ? one.getAffineX()
                        .pow(2)
                        .multiply(BigInteger.valueOf(3))
                        .add(key.getParams().getCurve().getA())
                        .multiply(inverse(one.getAffineY().shiftLeft(1), p))
                : other.getAffineY()
                        .subtract(one.getAffineY())
                        .multiply(inverse(other.getAffineX().subtract(one.getAffineX()), p));
        var x = slope.pow(2)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(p);
        var y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.ES256);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}

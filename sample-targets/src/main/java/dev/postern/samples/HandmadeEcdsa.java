package dev.postern.samples;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.util.Arrays;

/**
 * ES256 (RFC 7518 3.4) with arithmetic of its own, as a rewrite "for speed" brings it about. It verifies what it should
 * and lacks the first step of the standard (FIPS 186-5 6.4.2): r and s must lie between 1 and n - 1.
 *
 * <p>Inverses are powers (Fermat), as in the JDK of CVE-2022-21449, so that zero has an inverse: zero. Then both
 * multipliers are zero, their sum is the point at infinity, its x is zero, and zero is what the signature claims.
 */
final class HandmadeEcdsa {
    private static final int NUMBER_BYTES = 32;

    private final BigInteger p;
    private final BigInteger n;
    private final BigInteger a;
    private final Point generator;
    private final Point key;

    /** A point in Jacobian coordinates: x = X/Z², y = Y/Z³; Z is zero at infinity. */
    private record Point(BigInteger x, BigInteger y, BigInteger z) {
        static final Point INFINITY = new Point(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

        static Point of(ECPoint affine) {
            return new Point(affine.getAffineX(), affine.getAffineY(), BigInteger.ONE);
        }

        boolean isInfinity() {
            return z.signum() == 0;
        }
    }

    /** A verifier for a key on P-256. */
    HandmadeEcdsa(ECPublicKey key) {
        this.p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
        this.n = key.getParams().getOrder();
        this.a = key.getParams().getCurve().getA();
        this.generator = Point.of(key.getParams().getGenerator());
        this.key = Point.of(key.getW());
    }

    /** Whether {@code signature}, r and s of 32 bytes each, is one of {@code message}; or of nothing at all. */
    boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != 2 * NUMBER_BYTES) {
            return false;
        }
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, NUMBER_BYTES));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, NUMBER_BYTES, 2 * NUMBER_BYTES));
        // Here r and s ought to be compared with 1 and n - 1.
        BigInteger inverse = s.modPow(n.subtract(BigInteger.TWO), n);
        BigInteger u1 = hash(message).multiply(inverse).mod(n);
        BigInteger u2 = r.multiply(inverse).mod(n);
        return x(sum(times(u1, generator), times(u2, key))).mod(n).equals(r);
    }

    private static BigInteger hash(byte[] message) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private BigInteger x(Point point) {
        BigInteger inverse = point.z().pow(2).modPow(p.subtract(BigInteger.TWO), p);
        return point.x().multiply(inverse).mod(p);
    }

    private Point times(BigInteger factor, Point point) {
        Point product = Point.INFINITY;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            product = twice(product);
            if (factor.testBit(bit)) {
                product = sum(product, point);
            }
        }
        return product;
    }

    private Point twice(Point point) {
        BigInteger ySquared = point.y().pow(2).mod(p);
        BigInteger s = point.x().multiply(ySquared).shiftLeft(2);
        BigInteger m = point.x()
                .pow(2)
                .multiply(BigInteger.valueOf(3))
                .add(a.multiply(point.z().modPow(BigInteger.valueOf(4), p)));
        BigInteger x = m.pow(2).subtract(s.shiftLeft(1)).mod(p);
        BigInteger y =
                m.multiply(s.subtract(x)).subtract(ySquared.pow(2).shiftLeft(3)).mod(p);
        return new Point(x, y, point.y().multiply(point.z()).shiftLeft(1).mod(p));
    }

    private Point sum(Point one, Point other) {
        if (one.isInfinity()) {
            return other;
        }
        if (other.isInfinity()) {
            return one;
        }
        BigInteger oneZ2 = one.z().pow(2).mod(p);
        BigInteger otherZ2 = other.z().pow(2).mod(p);
        BigInteger u = one.x().multiply(otherZ2).mod(p);
        BigInteger s = one.y().multiply(otherZ2).multiply(other.z()).mod(p);
        BigInteger h = other.x().multiply(oneZ2).subtract(u).mod(p);
        BigInteger r = other.y().multiply(oneZ2).multiply(one.z()).subtract(s).mod(p);
        if (h.signum() == 0) {
            return r.signum() == 0 ? twice(one) : Point.INFINITY;
        }
        BigInteger h2 = h.pow(2).mod(p);
        BigInteger h3 = h2.multiply(h).mod(p);
        BigInteger uh2 = u.multiply(h2).mod(p);
        BigInteger x = r.pow(2).subtract(h3).subtract(uh2.shiftLeft(1)).mod(p);
        BigInteger y = r.multiply(uh2.subtract(x)).subtract(s.multiply(h3)).mod(p);
        return new Point(x, y, h.multiply(one.z()).multiply(other.z()).mod(p));
    }
}

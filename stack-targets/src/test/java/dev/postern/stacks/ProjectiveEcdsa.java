package dev.postern.stacks;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.util.Arrays;

/**
 * ECDSA in projective coordinates with inverses by Fermat's little theorem, as CVE-2022-21449 had it: nobody asks whether r
 * and s lie between 1 and n - 1 (FIPS 186-5 6.4.2, step 1), the inverse of 0 is 0, and the point at infinity has the x of 0.
 */
final class ProjectiveEcdsa {

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final BigInteger p;
    private final BigInteger a;
    private final BigInteger n;
    private final Point generator;
    private final Point key;

    /** Jacobian coordinates: x / z², y / z³; z is 0 at infinity. */
    private record Point(BigInteger x, BigInteger y, BigInteger z) {
        static final Point INFINITY = new Point(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

        static Point of(ECPoint affine) {
            return new Point(affine.getAffineX(), affine.getAffineY(), BigInteger.ONE);
        }
    }

    ProjectiveEcdsa(ECPublicKey publicKey) {
        var params = publicKey.getParams();
        this.p = ((ECFieldFp) params.getCurve().getField()).getP();
        this.a = params.getCurve().getA();
        this.n = params.getOrder();
        this.generator = Point.of(params.getGenerator());
        this.key = Point.of(publicKey.getW());
    }

    /** Whether r and s, one after the other in equal lengths, are the key's signature of the hash. */
    boolean verifies(byte[] hash, byte[] signature) {
        int half = signature.length / 2;
        var r = new BigInteger(1, Arrays.copyOf(signature, half));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
        var w = s.modPow(n.subtract(TWO), n);
        var u1 = new BigInteger(1, hash).multiply(w).mod(n);
        var u2 = r.multiply(w).mod(n);
        var sum = add(multiply(generator, u1), multiply(key, u2));
        var inverse = sum.z().modPow(p.subtract(TWO), p);
        return sum.x().multiply(inverse).multiply(inverse).mod(p).mod(n).equals(r.mod(n));
    }

    private Point multiply(Point point, BigInteger times) {
        var result = Point.INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            result = twice(result);
            if (times.testBit(bit)) {
                result = add(result, point);
            }
        }
        return result;
    }

    private Point twice(Point q) {
        if (q.z().signum() == 0) {
            return q;
        }
        var yy = q.y().multiply(q.y()).mod(p);
        var s = q.x().multiply(yy).shiftLeft(2).mod(p);
        var m = q.x().multiply(q.x()).multiply(THREE).add(a.multiply(q.z().modPow(BigInteger.valueOf(4), p)));
        var x = m.multiply(m).subtract(s.shiftLeft(1)).mod(p);
        var y = m.multiply(s.subtract(x)).subtract(yy.multiply(yy).shiftLeft(3)).mod(p);
        return new Point(x, y, q.y().multiply(q.z()).shiftLeft(1).mod(p));
    }

    private Point add(Point one, Point other) {
        if (one.z().signum() == 0) {
            return other;
        }
        if (other.z().signum() == 0) {
            return one;
        }
        var z1 = one.z().multiply(one.z()).mod(p);
        var z2 = other.z().multiply(other.z()).mod(p);
        var u = one.x().multiply(z2).mod(p);
        var s = one.y().multiply(z2).multiply(other.z()).mod(p);
        var h = other.x().multiply(z1).subtract(u).mod(p);
        var r = other.y().multiply(z1).multiply(one.z()).subtract(s).mod(p);
        if (h.signum() == 0) {
            return r.signum() == 0 ? twice(one) : Point.INFINITY;
        }
        var hh = h.multiply(h).mod(p);
        var hhh = hh.multiply(h).mod(p);
        var v = u.multiply(hh).mod(p);
        var x = r.multiply(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(p);
        var y = r.multiply(v.subtract(x)).subtract(s.multiply(hhh)).mod(p);
        return new Point(x, y, h.multiply(one.z()).multiply(other.z()).mod(p));
    }
}

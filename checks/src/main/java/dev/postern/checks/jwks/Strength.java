package dev.postern.checks.jwks;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether the published keys can be broken by computing. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.strength",
        title = "The published keys are strong enough",
        severity = Severity.HIGH,
        references = {"RFC 7518 3.3", "RFC 7518 3.4", "RFC 8725 3.2", "RFC 8725 3.5"},
        cwe = 326,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Strength implements PropertyCheck {

    private static final int LEAST_BITS = 2048;

    /** FIPS 186-5 A.1.1: odd, and above two to the sixteenth. */
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

    /** A modulus that one of these divides was not made of two large primes. */
    private static final int LARGEST_TRIED = 2000;

    private static final Set<Curve> STRONG = Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.SECP256K1);

    @Override
    public Applicability appliesTo(Site site) {
        return KeySet.published(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var unknown = KeySet.json(on).stream()
                .map(key -> key.path("crv").asText(""))
                .filter(curve -> curve.matches("(P-|secp|prime)(1\\d\\d|2[0-4]\\d).*"))
                .map(curve -> "A key is on the curve " + curve + ", which is shorter than 256 bits.");
        return Stream.concat(unknown, KeySet.usable(on).stream().flatMap(Strength::words))
                .map(Defect::new);
    }

    private static Stream<String> words(JWK key) {
        if (key instanceof RSAKey rsa) {
            return rsa(
                            rsa.getModulus().decodeToBigInteger(),
                            rsa.getPublicExponent().decodeToBigInteger())
                    .map(what -> KeySet.name(key) + " " + what);
        }
        return key instanceof ECKey ec && !STRONG.contains(ec.getCurve())
                ? Stream.of(KeySet.name(key) + " is on the curve " + ec.getCurve() + ", which JOSE does not know.")
                : Stream.empty();
    }

    private static Stream<String> rsa(BigInteger modulus, BigInteger exponent) {
        var found = new ArrayList<String>();
        if (modulus.bitLength() < LEAST_BITS) {
            found.add("has " + modulus.bitLength() + " bits; RFC 7518 3.3 demands " + LEAST_BITS + ".");
        }
        if (exponent.compareTo(LEAST_EXPONENT) < 0 || !exponent.testBit(0)) {
            found.add("has the public exponent " + exponent + "; 65537 is usual.");
        }
        smallFactor(modulus).ifPresent(factor -> found.add("has a modulus that " + factor + " divides."));
        return found.stream();
    }

    private static Optional<Integer> smallFactor(BigInteger modulus) {
        return IntStream.rangeClosed(2, LARGEST_TRIED)
                .filter(factor -> modulus.mod(BigInteger.valueOf(factor)).signum() == 0)
                .boxed()
                .findFirst();
    }
}

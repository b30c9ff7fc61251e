package dev.postern.checks.jwks;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Check;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Parameter;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the published keys, and the one that the target file gives to sign with, can be broken by computing. The target
 * trusts that one, so a weak one is as good as a published one.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.strength",
        title = "Keys are strong enough",
        severity = Severity.HIGH,
        references = {"RFC 7518 3.2", "RFC 7518 3.3", "RFC 7518 3.4", "RFC 8725 3.2", "RFC 8725 3.5"},
        cwe = 326,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        parameters =
                @Parameter(
                        name = Strength.MIN_RSA_BITS,
                        kind = Parameter.Kind.NUMBER,
                        strictest = Parameter.Strictest.LARGEST),
        requests = 0)
public final class Strength implements PropertyCheck {

    /** The parameter by which a checklist asks for longer RSA keys than RFC 7518 does. */
    static final String MIN_RSA_BITS = "minRsaBits";

    private static final int LEAST_BITS = 2048;

    /** FIPS 186-5 A.1.1: odd, and above two to the sixteenth. */
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

    /** A modulus that one of these divides was not made of two large primes. */
    private static final int LARGEST_TRIED = 2000;

    private static final Set<Curve> STRONG = Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.SECP256K1);

    @Override
    public Applicability appliesTo(Site site) {
        var scheme = (Scheme.BearerJwt) site.scheme();
        if (scheme.signingKey().isPresent()) {
            return new Applicability.Applies(Party.of(site.granted().get(0)));
        }
        return scheme.symmetric()
                ? new Applicability.Missing("For scheme \"" + scheme.name()
                        + "\": give the secret as `signingKey: ${file:secret.jwk}`, so that its length can be judged.")
                : KeySet.published(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        var scheme = ValidToken.scheme(on);
        var isPublished = scheme.jwks().isPresent() || scheme.publicKey().isPresent();
        return Stream.concat(
                        scheme.signingKey().map(key -> declared(on, key)).orElse(Stream.empty()),
                        isPublished && !scheme.symmetric() ? published(on) : Stream.empty())
                .map(Defect::new);
    }

    private static Stream<String> declared(Observed on, Secret text) {
        var subject = "The signingKey of scheme \"" + on.scheme().name() + "\" ";
        try {
            var key = SigningKey.parse(text.reveal());
            return key.secretBits().isPresent()
                    ? secret(key).map(words -> subject + words).stream()
                    : words(subject.strip(), JWK.parse(key.publicJwk()), leastBits(on));
        } catch (UnusableKeyException | ParseException e) {
            throw new CannotTryException(Reason.SETUP_FAILED, subject + "cannot be used. " + e.getMessage());
        }
    }

    /** RFC 7518 3.2: as long as the output of the hash, at least. */
    private static Optional<String> secret(SigningKey key) {
        var least = Integer.parseInt(key.alg().substring("HS".length()));
        return key.secretBits().stream()
                .filter(bits -> bits < least)
                .mapToObj(bits -> "has " + bits + " bits; RFC 7518 3.2 demands " + least + " for " + key.alg() + ".")
                .findFirst();
    }

    private static int leastBits(Observed on) {
        return on.parameters()
                .number(MIN_RSA_BITS)
                .filter(bits -> bits > LEAST_BITS)
                .orElse(LEAST_BITS);
    }

    private static Stream<String> published(Observed on) {
        var unknown = KeySet.json(on).stream()
                .map(key -> key.path("crv").asText(""))
                .filter(curve -> curve.matches("(P-|secp|prime)(1\\d\\d|2[0-4]\\d).*"))
                .map(curve -> "A key is on the curve " + curve + ", which is shorter than 256 bits.");
        return Stream.concat(
                unknown, KeySet.usable(on).stream().flatMap(key -> words(KeySet.name(key), key, leastBits(on))));
    }

    private static Stream<String> words(String name, JWK key, int leastBits) {
        if (key instanceof RSAKey rsa) {
            return rsa(
                            rsa.getModulus().decodeToBigInteger(),
                            rsa.getPublicExponent().decodeToBigInteger(),
                            leastBits)
                    .map(what -> name + " " + what);
        }
        return key instanceof ECKey ec && !STRONG.contains(ec.getCurve())
                ? Stream.of(name + " is on the curve " + ec.getCurve() + ", which JOSE does not know.")
                : Stream.empty();
    }

    private static Stream<String> rsa(BigInteger modulus, BigInteger exponent, int leastBits) {
        var found = new ArrayList<String>();
        if (modulus.bitLength() < leastBits) {
            found.add("has " + modulus.bitLength() + " bits; "
                    + (leastBits == LEAST_BITS ? "RFC 7518 3.3 demands " : "the checklist demands ") + leastBits + ".");
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

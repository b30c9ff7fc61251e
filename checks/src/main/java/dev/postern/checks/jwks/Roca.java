package dev.postern.checks.jwks;

import com.google.auto.service.AutoService;
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
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Whether a published RSA key bears the mark of a generator whose keys can be factored. Its primes are k * M + (65537^a mod
 * M), with M the product of small primes, so that the modulus is a power of 65537 by each of these (Nemec et al., The
 * Return of Coppersmith's Attack, 2017, sections 2.1 and 3.1). Of other keys one in 240 million is marked by chance.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwks.roca",
        title = "No published key was made by a generator whose keys can be factored",
        severity = Severity.HIGH,
        references = {"RFC 8725 3.5", "CVE-2017-15361"},
        cwe = 326,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        requests = 0)
public final class Roca implements PropertyCheck {

    private static final int GENERATOR = 65537;

    /** Those of the M of keys of any size. */
    private static final int[] PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    @Override
    public Applicability appliesTo(Site site) {
        return KeySet.published(site);
    }

    @Override
    public Stream<Defect> defects(Observed on) {
        return KeySet.usable(on).stream()
                .filter(key ->
                        key instanceof RSAKey rsa && isMarked(rsa.getModulus().decodeToBigInteger()))
                .map(
                        key -> new Defect(
                                KeySet.name(key) + " bears the mark of a generator in smart cards and TPMs whose keys"
                                        + " can be factored (ROCA). Make another, elsewhere, and take this one out of the set."));
    }

    static boolean isMarked(BigInteger modulus) {
        return Arrays.stream(PRIMES)
                .allMatch(
                        prime -> isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime));
    }

    static boolean isPower(int residue, int prime) {
        int power = 1;
        do {
            if (power == residue) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        } while (power != 1);
        return false;
    }
}

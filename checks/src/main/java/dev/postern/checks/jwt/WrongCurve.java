package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.DeclaredKey;
import dev.postern.checks.craft.HonestTwin;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tokens that are signed by the trusted key on an elliptic curve, under the name of an algorithm that is for another
 * curve. The key is the issuer's own: a stranger's on another curve is one more unknown key ({@link ForeignKey}).
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.wrong-curve",
        title = "A key on an elliptic curve signs by the algorithm of its curve only",
        severity = Severity.MEDIUM,
        references = {"RFC 7518 3.4", "RFC 8812 3.2", "RFC 8725 3.1", "ASVS 5.0 9.1.2", "CVE-2022-23539"},
        cwe = 327,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        per = Check.Per.SCHEME,
        requests = 5)
public final class WrongCurve implements DenialCheck {

    /** RFC 7518 3.4: each is for one curve. */
    private static final List<String> ALGS = List.of("ES256", "ES384", "ES512");

    /** Needs a key on secp256k1 (RFC 8812 3.2), and has the hash of ES256. */
    private static final String ES256K = "ES256K";

    @Override
    public Applicability appliesTo(Site site) {
        return DeclaredKey.alg(site).filter(alg -> !ALGS.contains(alg)).isPresent()
                ? new Applicability.Irrelevant(
                        "The signingKey of scheme `" + site.scheme().name()
                                + "` is on no curve of ES256, ES384 or ES512. If the target trusts one that is, declare it as"
                                + " a scheme of its own.")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var twin = HonestTwin.of(on);
        var own = twin.alg();
        var others = ALGS.stream()
                .filter(alg -> !alg.equals(own))
                .flatMap(alg -> Stream.of(
                        named(twin, alg, alg), // the name gives the hash, and the key the curve
                        named(twin, alg, own))); // the key gives both, and the name is not looked at
        return Stream.concat(others, Stream.of(named(twin, ES256K, "ES256")));
    }

    private static Attempt named(HonestTwin twin, String name, String real) {
        return twin.attemptNamed("signed with " + real + " by the key of " + twin.alg() + ", alg " + name, name, real);
    }
}

package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.text.ParseException;
import java.util.stream.Stream;

/** Tokens whose {@code jku} leads to a key set of the forger's, which the URL itself holds. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.jku-inline",
        title = "A key set that the token points to is not trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.2", "RFC 8725 3.10", "ASVS 5.0 9.1.3"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 3)
public final class JkuInline implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var alg = ForeignKeys.asymmetric(forging.valid());
        var own = ForeignKeys.of(alg);
        var kept = forging
                .draft()
                .view()
                .kid()
                .map(kid -> forged(forging, forging.draft(), own.withKid(kid), alg, "kid kept"))
                .stream();
        var ours = own.withKid("postern");
        var others = Stream.of(
                forged(forging, forging.draft().header("kid", "postern"), ours, alg, "kid of that key"),
                forged(forging, forging.draft().removeHeader("kid"), ours, alg, "without kid"));
        return Stream.concat(kept, others);
    }

    private static Attempt forged(Forging forging, Draft token, SigningKey key, String alg, String kid) {
        var set = new JWKSet(jwk(key)).toString();
        return forging.attempt(
                "signed by a key of the set that its jku holds, " + kid,
                token.header("jku", InlineUrl.of("application/jwk-set+json", set))
                        .signAs(alg, alg, key));
    }

    static JWK jwk(SigningKey key) {
        try {
            return JWK.parse(key.publicJwk());
        } catch (ParseException e) {
            throw new IllegalStateException("a key that was just made is well formed", e);
        }
    }
}

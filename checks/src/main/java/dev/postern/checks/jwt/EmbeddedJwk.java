package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import dev.postern.forge.Draft;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens that bring the key to verify them along, as {@code jwk} in the header. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.embedded-jwk",
        title = "A key that the token itself brings is not trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.3", "RFC 8725 3.10", "ASVS 5.0 9.1.3", "CVE-2018-0114"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = 6)
public final class EmbeddedJwk implements DenialCheck {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var forging = Forging.of(on);
        var algs = Stream.concat(
                        forging.valid().view().alg().stream().filter(EmbeddedJwk::isAsymmetric),
                        Stream.of("RS256", "ES256", "EdDSA"))
                .distinct()
                .toList();
        var pairs = algs.stream().map(alg -> embedded(forging, forging.draft(), alg, "kid kept"));
        var unnamed = embedded(forging, forging.draft().removeHeader("kid"), algs.get(0), "without kid");
        return Stream.of(pairs, Stream.of(unnamed), Stream.of(secret(forging))).flatMap(attempts -> attempts);
    }

    private static Attempt embedded(Forging forging, Draft token, String alg, String kid) {
        var own = ForeignKeys.of(alg);
        var key = token.view().kid().map(own::withKid).orElse(own);
        return forging.attempt(
                "signed with " + alg + " by the key in its jwk, " + kid,
                token.header("jwk", key.publicJwk()).signAs(alg, alg, key));
    }

    /** A secret in a header is absurd; a verifier that takes any JWK takes it all the same. */
    private static Attempt secret(Forging forging) {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        var jwk = Map.of(
                "kty", "oct", "k", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return forging.attempt(
                "signed with HS256 by the secret in its jwk",
                forging.draft().header("jwk", jwk).hmac("HS256", bytes));
    }

    private static boolean isAsymmetric(String alg) {
        return alg.matches("[RP]S(256|384|512)|ES(256|384|512)|EdDSA|Ed25519");
    }
}

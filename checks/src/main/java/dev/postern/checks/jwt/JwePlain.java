package dev.postern.checks.jwt;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
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
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.Jwe;
import java.util.Optional;
import java.util.stream.Stream;

/** Tokens that are encrypted to the public key, with nothing inside that anybody signed. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.jwe-plain",
        title = "Encryption does not do for a signature",
        severity = Severity.CRITICAL,
        references = {"RFC 8725 2.3", "RFC 8725 3.3", "RFC 7519 11.2", "ASVS 5.0 9.1.1", "CVE-2026-29000"},
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.PUBLIC_KEY,
        per = Check.Per.SCHEME,
        requests = 7)
public final class JwePlain implements DenialCheck {

    /** Which of several keys decrypts cannot be told. */
    private static final int KEYS = 2;

    @Override
    public Applicability appliesTo(Site site) {
        return ((Scheme.BearerJwt) site.scheme()).symmetric()
                ? new Applicability.Irrelevant("HMAC is declared: there is no public key to encrypt to.")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.of(on);
        var keys = PublishedKeys.of(on, key -> KeyUse.ENCRYPTION.equals(key.getKeyUse())).stream()
                .filter(JwePlain::encrypts)
                .limit(KEYS)
                .toList();
        var encrypted = keys.stream().flatMap(key -> encrypted(valid, key, keys.size() > 1));
        // a server that knows JWE at all may take a key of zeros for one that it was to be given
        var zeros = valid.attempt(Jwe.direct(new byte[32], valid.draft().unsigned("none"))
                .describedAs("alg none, encrypted with a key of zeros"));
        return Stream.concat(encrypted, Stream.of(zeros)).map(attempt -> attempt.tolerating(MALFORMED));
    }

    private static Stream<Attempt> encrypted(ValidToken valid, JWK key, boolean isNamed) {
        var which = isNamed ? " " + Optional.ofNullable(key.getKeyID()).orElse("without id") : "";
        return Stream.of(
                        Jwe.nested(key, valid.draft().unsigned("none")),
                        Jwe.of(key, valid.draft().describedAs("the valid token's claims")),
                        Jwe.nested(key, valid.received().withNoiseSignature()))
                .map(token -> token.describedAs(token.description() + which))
                .map(valid::attempt);
    }

    private static boolean encrypts(JWK key) {
        return key.getKeyType().equals(KeyType.RSA) || key.getKeyType().equals(KeyType.EC);
    }
}

package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Need;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.PublicKeyForm;
import dev.postern.forge.PublicKeyForms;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The valid token's claims under an HMAC whose secret is the public key, in every form in which a server may hold it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.alg-confusion",
        title = "The public key does not serve as an HMAC secret",
        severity = Severity.CRITICAL,
        references = {
            "RFC 8725 2.1",
            "RFC 8725 3.1",
            "ASVS 5.0 9.1.2",
            "CVE-2015-9235",
            "CVE-2016-5431",
            "CVE-2016-10555",
            "CVE-2023-48223",
            "CVE-2026-34950"
        },
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.PUBLIC_KEY,
        per = Check.Per.SCHEME,
        requests = AlgConfusion.MOST)
public final class AlgConfusion implements DenialCheck {

    static final int MOST = 40;

    /** Of the longer hashes only the likeliest forms: who confuses HS256 confuses them all. */
    private static final int LIKELIEST = 3;

    private static final int MOST_FORMS = MOST - 2 * LIKELIEST;

    @Override
    public Applicability appliesTo(Site site) {
        return ((Scheme.BearerJwt) site.scheme()).symmetric()
                ? new Applicability.Irrelevant("HMAC is declared: there is no public key to be taken for a secret.")
                : DenialCheck.super.appliesTo(site);
    }

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var valid = ValidToken.of(on);
        var forms = forms(valid);
        return Stream.of(
                        forms.stream()
                                .limit(MOST_FORMS)
                                .map(form -> valid.draft().hmac("HS256", form)),
                        forms.stream()
                                .limit(LIKELIEST)
                                .map(form -> valid.draft().hmac("HS384", form)),
                        forms.stream()
                                .limit(LIKELIEST)
                                .map(form -> valid.draft().hmac("HS512", form)))
                .flatMap(tokens -> tokens)
                .map(valid::attempt);
    }

    private static List<PublicKeyForm> forms(ValidToken valid) {
        var why = "The jwks address gives no RSA, EC or Ed25519 key, and there is no signingKey with a public half.";
        try {
            var published = valid.on()
                    .publicKeys()
                    .map(text -> forms(text, valid.view().kid()))
                    .orElse(List.of());
            if (!published.isEmpty()) {
                return published;
            }
        } catch (UnusableKeyException e) {
            why = e.getMessage();
        }
        var own = ofSigningKey(valid);
        if (own.isEmpty()) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "There is no public key of scheme \"" + valid.on().scheme().name() + "\" to try with. " + why);
        }
        return own;
    }

    private static List<PublicKeyForm> ofSigningKey(ValidToken valid) {
        try {
            return ValidToken.scheme(valid.on())
                    .signingKey()
                    .map(key -> SigningKey.parse(key.reveal()).publicKeyForms())
                    .orElse(List.of());
        } catch (UnusableKeyException e) {
            return List.of(); // the checks that need the key say so
        }
    }

    /** The forms of the key that signed the valid token, or, where that cannot be told, of all keys in turn. */
    private static List<PublicKeyForm> forms(String text, Optional<String> kid) {
        var keys = keys(text);
        if (keys.isEmpty()) {
            return PublicKeyForms.parse(text);
        }
        var named = keys.stream()
                .filter(key -> kid.isPresent() && kid.get().equals(key.getKeyID()))
                .toList();
        var ofEach = (named.isEmpty() ? keys : named)
                .stream()
                        .map(key -> forms(key, text))
                        .filter(forms -> !forms.isEmpty())
                        .toList();
        int longest = ofEach.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(rank ->
                        ofEach.stream().filter(forms -> rank < forms.size()).map(forms -> forms.get(rank)))
                .distinct()
                .toList();
    }

    private static List<PublicKeyForm> forms(JWK key, String text) {
        try {
            return PublicKeyForms.of(key, text);
        } catch (UnusableKeyException e) {
            return List.of(); // a secret, or a curve that this Java does not know
        }
    }

    private static List<JWK> keys(String text) {
        if (!text.strip().startsWith("{")) {
            return List.of();
        }
        try {
            var set = text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
            return set.getKeys().stream()
                    .filter(key -> !KeyUse.ENCRYPTION.equals(key.getKeyUse()))
                    .toList();
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return List.of(); // the forge reads more than a strict parser, and says what is wrong
        }
    }
}

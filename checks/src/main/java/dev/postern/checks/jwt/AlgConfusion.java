package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.JWK;
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
import dev.postern.checks.craft.Forging;
import dev.postern.forge.PublicKeyForm;
import dev.postern.forge.PublicKeyForms;
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
            "CVE-2026-34950",
            "CVE-2026-107722"
        },
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.PUBLIC_KEY,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = AlgConfusion.MOST)
public final class AlgConfusion implements DenialCheck {

    static final int MOST = 50;

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
        var forging = Forging.of(on);
        var forms = forms(on, forging.valid().view().kid());
        return Stream.of(
                        confused(forging, "HS256", forms, MOST_FORMS),
                        confused(forging, "HS384", forms, LIKELIEST),
                        confused(forging, "HS512", forms, LIKELIEST))
                .flatMap(attempts -> attempts);
    }

    private static Stream<Attempt> confused(Forging forging, String alg, List<PublicKeyForm> forms, int most) {
        return forms.stream()
                .limit(most)
                .map(form -> forging.attempt(forging.draft().hmac(alg, form)));
    }

    /** The forms of the key that signed the valid token, or, where that cannot be told, of all keys in turn. */
    private static List<PublicKeyForm> forms(Subject on, Optional<String> kid) {
        var keys = PublishedKeys.of(on, PublishedKeys::isForSignatures);
        var named = keys.stream()
                .filter(key -> kid.isPresent() && kid.get().equals(key.getKeyID()))
                .toList();
        var served = PublishedKeys.text(on);
        var ofEach = (named.isEmpty() ? keys : named)
                .stream().map(key -> forms(key, served)).toList();
        int longest = ofEach.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(rank ->
                        ofEach.stream().filter(forms -> rank < forms.size()).map(forms -> forms.get(rank)))
                .distinct()
                .toList();
    }

    private static List<PublicKeyForm> forms(JWK key, String served) {
        if (served.strip().startsWith("{")) {
            return PublicKeyForms.of(key, served);
        }
        return served.isEmpty() ? PublicKeyForms.of(key) : PublicKeyForms.parse(served);
    }
}

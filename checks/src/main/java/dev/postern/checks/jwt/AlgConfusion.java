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
import dev.postern.forge.Draft;
import dev.postern.forge.PublicKeyForm;
import dev.postern.forge.PublicKeyForms;
import java.util.Comparator;
import java.util.HashSet;
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
            "CVE-2026-48526",
            "CVE-2026-107722"
        },
        cwe = 347,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.PUBLIC_KEY,
        per = Check.Per.SCHEME,
        explainedBy = "jwt.signature-tampered",
        requests = AlgConfusion.MOST)
public final class AlgConfusion implements DenialCheck {

    static final int MOST = 106;

    /** Of the longer hashes only the likeliest forms: who confuses HS256 confuses them all. */
    private static final int LIKELIEST = 3;

    /** All forms of one key, and a dozen of each where there are eight. */
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
        var secrets = secrets(on, forging.draft());
        return Stream.of(
                        confused(forging, "HS256", secrets, MOST_FORMS),
                        confused(forging, "HS384", secrets, LIKELIEST),
                        confused(forging, "HS512", secrets, LIKELIEST))
                .flatMap(attempts -> attempts);
    }

    private static Stream<Attempt> confused(Forging forging, String alg, List<Secret> secrets, int most) {
        return secrets.stream()
                .limit(most)
                .map(secret -> forging.attempt(secret.token().hmac(alg, secret.form())));
    }

    /**
     * A public key as the secret of a token.
     *
     * @param token names the key, if the key has a name
     */
    private record Secret(Draft token, PublicKeyForm form) {}

    /**
     * The forms of all published keys, each under the kid of its key. Keys take turns, so that of each the likeliest forms
     * are tried; the one that the valid token names comes first.
     */
    private static List<Secret> secrets(Subject on, Draft token) {
        var named = token.view().kid();
        var served = PublishedKeys.text(on);
        var ofEach = PublishedKeys.of(on, PublishedKeys::isForSignatures).stream()
                .sorted(Comparator.comparing(key -> !isNamed(key, named)))
                .map(key -> {
                    var naming = isNamed(key, named) ? token : naming(key, token);
                    return forms(key, served).stream()
                            .map(form -> new Secret(naming, form))
                            .toList();
                })
                .toList();
        int longest = ofEach.stream().mapToInt(List::size).max().orElse(0);
        var met = new HashSet<List<Object>>();
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(
                        rank -> ofEach.stream().filter(all -> rank < all.size()).map(all -> all.get(rank)))
                .filter(secret -> met.add(List.of(secret.token().view().kid(), secret.form())))
                .toList();
    }

    private static boolean isNamed(JWK key, Optional<String> kid) {
        return Optional.ofNullable(key.getKeyID()).equals(kid);
    }

    private static Draft naming(JWK key, Draft token) {
        return key.getKeyID() == null ? token : token.header("kid", key.getKeyID());
    }

    private static List<PublicKeyForm> forms(JWK key, String served) {
        if (served.strip().startsWith("{")) {
            return PublicKeyForms.of(key, served);
        }
        return served.isEmpty() ? PublicKeyForms.of(key) : PublicKeyForms.parse(served);
    }
}

package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import com.nimbusds.jose.jwk.JWKSet;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Forging;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;

/** Tokens whose {@code jku} leads to a key set of the forger's, on a server where it shows who comes for it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.jku-fetched",
        title = "A key set that a token points to is neither fetched nor trusted",
        severity = Severity.CRITICAL,
        references = {"RFC 7515 4.1.2", "RFC 8725 3.10", "ASVS 5.0 9.1.3", "API7:2023"},
        cwe = 918,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.LISTENER,
        per = Check.Per.SCHEME,
        requests = 9)
public final class JkuFetched implements ScenarioCheck {

    private static final String OWN_KID = "postern";

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var forging = Forging.of(on);
        var token = forging.draft();
        var alg = ForeignKeys.asymmetric(forging.valid());
        var key = ForeignKeys.of(alg);
        var kid = token.view().kid();
        var set = Stream.concat(kid.stream(), Stream.of(OWN_KID))
                .map(id -> JkuInline.jwk(key.withKid(id)))
                .toList();
        var place =
                on.listener().orElseThrow().offer("jwks.json", "application/jwk-set+json", new JWKSet(set).toString());
        var lured = token.header("jku", place.url().toString());

        var kept = kid.map(id -> attempt(forging, lured, key.withKid(id), alg, "kid kept"));
        var others = Stream.of(
                attempt(forging, lured.header("kid", OWN_KID), key.withKid(OWN_KID), alg, "kid of that key"),
                attempt(forging, lured.removeHeader("kid"), key.withoutKid(), alg, "without kid"));
        var known = kid.orElse(OWN_KID);
        var disguised = disguises(ValidToken.scheme(on), place.url())
                .map(disguise -> forging.attempt(
                        "signed by a key of the set that its jku leads to, with " + disguise.words(),
                        token.header("jku", disguise.url()).header("kid", known).signAs(alg, alg, key.withKid(known))));
        var tokens = Stream.of(kept.stream(), others, disguised).flatMap(each -> each);
        return new Lure("jku", place, tokens.toList()).sent(on);
    }

    /** An address that looks like one of the issuer's to who compares texts, or reads URLs otherwise than who fetches. */
    private record Disguise(String words, String url) {}

    private static Stream<Disguise> disguises(Scheme.BearerJwt scheme, URI url) {
        var issuer = scheme.issuer().orElse("");
        var host = host(issuer);
        if (host.isEmpty()) {
            return Stream.empty();
        }
        var behind = url.getRawAuthority() + url.getRawPath();
        return Stream.of(
                new Disguise("the issuer as user name", url.getScheme() + "://" + host.get() + "@" + behind),
                // a browser takes \ for / (WHATWG URL 4.4), and RFC 3986 knows no such thing
                new Disguise("the issuer before a backslash", url.getScheme() + "://" + host.get() + "\\@" + behind),
                new Disguise("the issuer as query", url + "?" + issuer),
                new Disguise("the issuer as fragment", url + "#" + issuer));
    }

    private static Optional<String> host(String issuer) {
        try {
            return Optional.ofNullable(new URI(issuer).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty(); // RFC 7519 2: any text without colon is a StringOrURI
        }
    }

    private static Attempt attempt(Forging forging, Draft token, SigningKey key, String alg, String kid) {
        return forging.attempt("signed by a key of the set that its jku leads to, " + kid, token.signAs(alg, alg, key));
    }
}

package dev.postern.checks.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.postern.api.check.Attempt;
import dev.postern.checks.craft.Forging;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.text.ParseException;
import java.util.Optional;
import java.util.stream.Stream;

/** A key of our own, in a set that names it twice: by the {@code kid} of the valid token, and by a name of ours. */
record OwnKeySet(Forging forging, String alg, SigningKey key) {

    /** The most attempts of {@link #attempts}. */
    static final int MOST = 3;

    private static final String OWN_KID = "postern";

    /** With a key of the type that signed the valid token. */
    static OwnKeySet of(Forging forging) {
        var alg = ForeignKeys.asymmetric(forging.valid());
        return new OwnKeySet(forging, alg, ForeignKeys.of(alg));
    }

    /** The public keys. */
    JWKSet published() {
        return new JWKSet(Stream.concat(known().stream(), Stream.of(OWN_KID))
                .map(kid -> jwk(key.withKid(kid)))
                .toList());
    }

    /** The token signed by this key: under the kid that the target knows, under our own, and under none. */
    Stream<Attempt> attempts(Draft token, String label) {
        var kept = known().map(kid -> attempt(token, key.withKid(kid), label + ", kid kept"));
        return Stream.concat(
                kept.stream(),
                Stream.of(
                        attempt(token.header("kid", OWN_KID), key.withKid(OWN_KID), label + ", kid of that key"),
                        attempt(token.removeHeader("kid"), key.withoutKid(), label + ", without kid")));
    }

    /** The token signed by this key, under the kid that the target knows. */
    Attempt attempt(Draft token, String label) {
        var kid = known().orElse(OWN_KID);
        return attempt(token.header("kid", kid), key.withKid(kid), label);
    }

    private Attempt attempt(Draft token, SigningKey named, String label) {
        return forging.attempt(label, token.signAs(alg, alg, named));
    }

    private Optional<String> known() {
        return forging.draft().view().kid();
    }

    private static JWK jwk(SigningKey key) {
        try {
            return JWK.parse(key.publicJwk());
        } catch (ParseException e) {
            throw new IllegalStateException("a key that was just made is well formed", e);
        }
    }
}

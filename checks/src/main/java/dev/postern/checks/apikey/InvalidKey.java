package dev.postern.checks.apikey;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;
import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.google.auto.service.AutoService;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import java.util.stream.Stream;

/**
 * Keys that are nearly right, and texts that a careless look-up takes for a pattern.
 *
 * <p>A key in other case is not tried: keys in hex or base32 may rightly be read without regard to case.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "apikey.invalid",
        title = "Only an exact key is accepted",
        severity = Severity.CRITICAL,
        references = "API2:2023",
        cwe = 287,
        schemes = Scheme.Type.API_KEY,
        requests = 15)
public final class InvalidKey implements DenialCheck {

    @Override
    public Stream<Attempt> attempts(Subject on) {
        var key = on.credential();
        var exact = Stream.of(
                on.attempt("an empty key", "").tolerating(NOT_ROUTED),
                on.attempt("a random key of the same form", Decoy.like(key)),
                on.attempt("the key without its last character", Decoy.withoutLast(key)),
                on.attempt("the key with four more characters", Decoy.longer(key)),
                on.attempt("the first half of the key", key.substring(0, (key.length() + 1) / 2)));
        var patterns = Stream.of(
                on.attempt("\"*\"", "*"),
                on.attempt("\".*\"", ".*"),
                on.attempt("\"%\", which SQL's LIKE takes for any key", "%"),
                on.attempt("as many \"_\" as the key has characters", "_".repeat(key.length())),
                on.attempt("the first half of the key and \"%\"", key.substring(0, key.length() / 2) + "%"),
                on.attempt("\"' OR '1'='1\"", "' OR '1'='1"));
        var literals = Stream.of("null", "0").map(literal -> on.attempt("\"" + literal + "\"", literal));

        return Stream.of(exact, idWithoutSecret(on, key), patterns, literals, twice(on, key))
                .flatMap(row -> row)
                .filter(a -> !a.request().equals(on.request()))
                // Only the key differs from a request that was granted, and some gateways say 400 to a wrong key.
                .map(a -> a.tolerating(MALFORMED));
    }

    private static Stream<Attempt> idWithoutSecret(Subject on, String key) {
        int dot = key.lastIndexOf('.');
        return dot <= 0 || dot == key.length() - 1
                ? Stream.empty()
                : Stream.of(on.attempt("the key's id without its secret", key.substring(0, dot)));
    }

    /** Not as a cookie, where a comma once separated cookies: what comes before it is the valid key. */
    private static Stream<Attempt> twice(Subject on, String key) {
        return on.scheme() instanceof Scheme.ApiKey apiKey && apiKey.in() == Scheme.Carrier.COOKIE
                ? Stream.empty()
                : Stream.of(on.attempt("the key twice, joined by a comma", key + "," + key));
    }
}

package dev.postern.samples;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Turns an access token into a caller, if its signature and every rule about its claims allow it. */
final class JwtVerifier {
    private final TokenReader reader;
    private final Map<ClaimRule.Subject, ClaimRule> claims;
    private final Function<Map<String, Object>, Set<String>> roles;
    private final DenyList denied;
    private final boolean cached;
    private final Map<String, Caller> cache = new ConcurrentHashMap<>();

    JwtVerifier(TokenReader reader, DenyList denied, Defences defences) {
        this.denied = denied;
        this.cached = defences.verdictOnTokenIsCached;
        this.reader = reader;
        this.claims = Map.copyOf(defences.claims);
        this.roles = defences.rolesOfClaims;
    }

    Optional<Caller> caller(String text) throws Jws.Malformed {
        if (cached && cache.containsKey(text)) {
            return Optional.of(cache.get(text));
        }
        Optional<Caller> caller = claims(text)
                .filter(payload -> !denied.holds(text, Endings.ids(payload, "jti", "sid")))
                .map(this::callerNamedBy);
        caller.filter(known -> cached).ifPresent(known -> cache.put(text, known));
        return caller;
    }

    /** What a token says that is valid by itself, whether it has ended or not. */
    Optional<Map<String, Object>> claims(String text) throws Jws.Malformed {
        Instant now = Instant.now();
        return reader.believed(text)
                .filter(token -> claims.values().stream().allMatch(rule -> rule.holds(token, now)))
                .map(Jws::payload);
    }

    Caller callerNamedBy(Map<String, Object> payload) {
        return new Caller(
                String.valueOf(payload.get("sub")),
                payload.get("tenant") instanceof String tenant ? tenant : "",
                payload.get("scope") instanceof String scope ? words(scope) : Set.of(),
                roles.apply(payload));
    }

    /** The one claim from which roles are read. */
    static Set<String> roles(Map<String, Object> payload) {
        return payload.get("roles") instanceof Collection<?> roles ? texts(roles) : Set.of();
    }

    private static Set<String> words(String scope) {
        return new LinkedHashSet<>(Arrays.asList(scope.split(" ", -1)));
    }

    private static Set<String> texts(Collection<?> values) {
        Set<String> texts = new LinkedHashSet<>();
        for (Object value : values) {
            if (value instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }
}

package dev.postern.samples;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns an access token into a caller, if its signature and every rule about its claims allow it. */
final class JwtVerifier {
    private final SignatureRule signature;
    private final Map<ClaimRule.Subject, ClaimRule> claims;

    JwtVerifier(SignatureRule signature, Map<ClaimRule.Subject, ClaimRule> claims) {
        this.signature = signature;
        this.claims = Map.copyOf(claims);
    }

    Optional<Caller> caller(String text) throws Jws.Malformed {
        Jws token = Jws.parse(text);
        Instant now = Instant.now();
        boolean valid = signature.trusts(token) && claims.values().stream().allMatch(rule -> rule.holds(token, now));
        return valid ? Optional.of(callerNamedBy(token.payload())) : Optional.empty();
    }

    private static Caller callerNamedBy(Map<String, Object> payload) {
        return new Caller(
                String.valueOf(payload.get("sub")),
                payload.get("tenant") instanceof String tenant ? tenant : "",
                payload.get("scope") instanceof String scope ? words(scope) : Set.of(),
                payload.get("roles") instanceof Collection<?> roles ? texts(roles) : Set.of());
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

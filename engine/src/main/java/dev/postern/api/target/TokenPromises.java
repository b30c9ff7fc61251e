package dev.postern.api.target;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the target file promises of the tokens of a scheme, beyond who issues them and how long they live.
 *
 * @param algorithms the only signature algorithms that the target takes (RFC 7518 3.1); empty where none are declared
 * @param atJwt whether access tokens are declared to follow RFC 9068
 * @param refused tokens that the target must refuse, as text
 * @param weakSecrets words, one a line, none of which may be the secret that signs the tokens
 * @param futureIatRefused whether tokens are refused whose {@code iat} lies ahead; no standard demands it
 */
public record TokenPromises(
        Set<String> algorithms,
        boolean atJwt,
        Map<Refused, Secret> refused,
        Optional<Secret> weakSecrets,
        boolean futureIatRefused) {

    /** What holds where the target file says nothing. */
    public static final TokenPromises NONE = new TokenPromises(Set.of(), false, Map.of(), Optional.empty());

    /** Keeps immutable copies. */
    public TokenPromises {
        algorithms = Set.copyOf(algorithms);
        refused = Map.copyOf(refused);
    }

    /** Promises without words that may not be the secret. */
    public TokenPromises(Set<String> algorithms, boolean atJwt, Map<Refused, Secret> refused) {
        this(algorithms, atJwt, refused, Optional.empty());
    }

    /** Promises that say nothing of {@code iat}. */
    public TokenPromises(
            Set<String> algorithms, boolean atJwt, Map<Refused, Secret> refused, Optional<Secret> weakSecrets) {
        this(algorithms, atJwt, refused, weakSecrets, false);
    }

    /** A token that must be refused, if the target file gives one. */
    public Optional<Secret> refused(Refused kind) {
        return Optional.ofNullable(refused.get(kind));
    }

    /** Genuine tokens that are not meant for the target, or not any more. */
    public enum Refused {
        /** An ID token of the same issuer (OpenID Connect Core 2). */
        ID_TOKEN("idToken"),
        /** An access token of the same issuer for another API. */
        OTHER_AUDIENCE("otherAudience"),
        /** An access token that was valid once. */
        EXPIRED("expired");

        private final String key;

        Refused(String key) {
            this.key = key;
        }

        /** As target files write it. */
        public String key() {
            return key;
        }
    }
}

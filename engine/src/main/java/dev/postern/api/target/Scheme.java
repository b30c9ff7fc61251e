package dev.postern.api.target;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One way in which callers of the target authenticate. */
public sealed interface Scheme {

    /** The name that the target file gives it. */
    String name();

    /** The type, as the target file writes it. */
    Type type();

    /** The declared rate limit of one credential, if any. */
    default Optional<Limit> limit() {
        return Optional.empty();
    }

    /** How credentials end before their time. */
    default Revocation revocation() {
        return Revocation.NONE;
    }

    /** Types of scheme, as written in target files. */
    enum Type {
        BEARER_JWT("bearer-jwt"),
        BEARER_OPAQUE("bearer-opaque"),
        BASIC("basic"),
        API_KEY("api-key"),
        SESSION("session");

        private final String key;

        Type(String key) {
            this.key = key;
        }

        /** As target files write it. */
        public String key() {
            return key;
        }
    }

    /** A scheme whose credential travels as {@code Authorization: Bearer …} (RFC 6750). */
    sealed interface Bearer extends Scheme {
        /** The longest lifetime of a token, unless declared otherwise. */
        Duration DEFAULT_LIFETIME = Duration.ofHours(1);

        /** The OAuth token endpoint (RFC 6749 3.2), if declared; to be resolved by {@link Target#resolve}. */
        Optional<URI> tokenEndpoint();

        /** The longest lifetime that is promised. */
        Duration maxLifetime();
    }

    /**
     * JWT access tokens.
     *
     * @param issuer the {@code iss} that the target accepts
     * @param audience the {@code aud} that the target accepts
     * @param jwks where the issuer publishes its keys; to be resolved by {@link Target#resolve}
     * @param publicKey the issuer's public key as PEM or JWK, where there is no {@code jwks}
     * @param signingKey a private key that the target trusts, as JWK or PEM
     * @param maxLifetime longest lifetime promised, 1 h unless declared
     * @param leeway clock leeway declared, 60 s unless declared
     * @param symmetric whether an HMAC algorithm is declared on purpose
     * @param claims the claims in which the target reads scopes, roles and tenant
     * @param promises what else is declared of the tokens
     * @param revocation how tokens end before their time
     */
    record BearerJwt(
            String name,
            Optional<String> issuer,
            Optional<String> audience,
            Optional<URI> jwks,
            Optional<Secret> publicKey,
            Optional<Secret> signingKey,
            Duration maxLifetime,
            Duration leeway,
            boolean symmetric,
            ClaimNames claims,
            Optional<URI> tokenEndpoint,
            Optional<Limit> limit,
            TokenPromises promises,
            Revocation revocation)
            implements Bearer {

        /** A scheme of whose tokens nothing else is declared. */
        public BearerJwt(
                String name,
                Optional<String> issuer,
                Optional<String> audience,
                Optional<URI> jwks,
                Optional<Secret> publicKey,
                Optional<Secret> signingKey,
                Duration maxLifetime,
                Duration leeway,
                boolean symmetric,
                ClaimNames claims,
                Optional<URI> tokenEndpoint,
                Optional<Limit> limit) {
            this(
                    name,
                    issuer,
                    audience,
                    jwks,
                    publicKey,
                    signingKey,
                    maxLifetime,
                    leeway,
                    symmetric,
                    claims,
                    tokenEndpoint,
                    limit,
                    TokenPromises.NONE,
                    Revocation.NONE);
        }

        @Override
        public Type type() {
            return Type.BEARER_JWT;
        }
    }

    /**
     * Names of the claims that carry rights; {@code a/b} is a path into nested claims.
     *
     * @param scopes a space-separated string; its name is "scope" unless declared (RFC 8693 4.2)
     * @param roles an array, {@code roles} unless declared
     * @param tenant a string, {@code tenant} unless declared
     */
    record ClaimNames(String scopes, String roles, String tenant) {}

    /** Access tokens that only the issuer can read. */
    record BearerOpaque(
            String name,
            Optional<URI> tokenEndpoint,
            Duration maxLifetime,
            Optional<Limit> limit,
            Revocation revocation)
            implements Bearer {

        /** A scheme of whose tokens nothing is declared that ends them before their time. */
        public BearerOpaque(String name, Optional<URI> tokenEndpoint, Duration maxLifetime, Optional<Limit> limit) {
            this(name, tokenEndpoint, maxLifetime, limit, Revocation.NONE);
        }

        @Override
        public Type type() {
            return Type.BEARER_OPAQUE;
        }
    }

    /**
     * User name and password (RFC 7617).
     *
     * @param plaintext where plain HTTP would be answered; empty where the target file says {@code none} or nothing
     */
    record Basic(String name, Optional<URI> plaintext, Optional<Limit> limit, Revocation revocation) implements Scheme {

        /** A scheme of which nothing is declared for users that are disabled. */
        public Basic(String name, Optional<URI> plaintext, Optional<Limit> limit) {
            this(name, plaintext, limit, Revocation.NONE);
        }

        @Override
        public Type type() {
            return Type.BASIC;
        }
    }

    /**
     * A key in a header, a query parameter or a cookie.
     *
     * @param parameter the name of that header, parameter or cookie
     */
    record ApiKey(String name, Carrier in, String parameter, Optional<Limit> limit) implements Scheme {
        @Override
        public Type type() {
            return Type.API_KEY;
        }
    }

    /** Where an API key travels. */
    enum Carrier {
        HEADER,
        QUERY,
        COOKIE
    }

    /** A cookie that a login issues. */
    record Session(String name, String cookie, Optional<Limit> limit, Revocation revocation) implements Scheme {

        /** A scheme of whose sessions nothing is declared that ends them before their time. */
        public Session(String name, String cookie, Optional<Limit> limit) {
            this(name, cookie, limit, Revocation.NONE);
        }

        @Override
        public Type type() {
            return Type.SESSION;
        }
    }
}

package dev.postern.target;

import java.util.List;

/** The parts of a target file with the keys that each may have: one table for the reader and for the tests of the JSON Schema. */
@SuppressWarnings("ImmutableEnumChecker") // the list is of List.of
enum Section {
    TARGET(
            "target",
            "baseUrl",
            "openapi",
            "tls",
            "limits",
            "allow",
            "headers",
            "denial",
            "cacheBuster",
            "listener",
            "schemes",
            "identities",
            "operations",
            "shared",
            "destructive"),
    TLS("trust"),
    LIMITS("requests", "rate", "concurrency", "deadline", "maxWait", "heavy", "failedLogins"),
    DENIAL("login", "errors", "ignore"),
    LISTENER("host", "port", "url", "wait"),
    SOFT_ERROR("pointer", "value"),
    BEARER_JWT(
            "type",
            "issuer",
            "audience",
            "jwks",
            "publicKey",
            "maxLifetime",
            "leeway",
            "signingKey",
            "symmetric",
            "tokenEndpoint",
            "claims",
            "algorithms",
            "profile",
            "futureIat",
            "refused",
            "weakSecrets",
            "revocationEndpoint",
            "revokedWithin",
            "limit"),
    BEARER_OPAQUE("type", "tokenEndpoint", "maxLifetime", "revocationEndpoint", "revokedWithin", "limit"),
    API_KEY("type", "in", "name", "limit"),
    BASIC("type", "plaintext", "revokedWithin", "limit"),
    SESSION("type", "cookie", "revokedWithin", "limit"),
    CLAIM_NAMES("scopes", "roles", "tenant"),
    REFUSED("idToken", "otherAudience", "expired"),
    LIMIT("requests", "window", "status"),
    IDENTITY("scheme", "tenant", "scopes", "roles", "with", "markers", "sees", "obtain", "logout", "disable", "enable"),
    OBTAIN(
            "token",
            "refresh",
            "grant",
            "clientId",
            "clientSecret",
            "username",
            "password",
            "scope",
            "claims",
            "key",
            "cookie",
            "login",
            "totpSeed",
            "supplied"),
    STEP("call", "form", "json", "factor"),
    LOGOUT("call", "form", "json"),
    DISABLING("call", "form", "json", "as"),
    OPERATION(
            "call",
            "public",
            "requires",
            "with",
            "shared",
            "query",
            "headers",
            "body",
            "contentType",
            "destructive",
            "probe"),
    REQUIRES("scheme", "scopes", "roles", "tenant");

    private final List<String> keys;

    Section(String... keys) {
        this.keys = List.of(keys);
    }

    /** The known keys, in the order in which messages and the documentation list them. */
    List<String> keys() {
        return keys;
    }
}

package dev.postern.draft;

import dev.postern.api.target.Scheme;

/**
 * A scheme that is being drafted.
 *
 * @param kind what tells it from schemes of other kinds
 * @param body its keys
 */
record SchemeSketch(String name, Kind kind, Block body) {

    /**
     * A type of scheme, and where the credential travels if the type leaves that open.
     *
     * @param in {@code header}, {@code query} or {@code cookie} of an API key; empty for other types
     * @param parameter the name of that header, parameter or cookie, and of a session's cookie; empty for other types
     */
    record Kind(Scheme.Type type, String in, String parameter) {

        static final Kind JWT = new Kind(Scheme.Type.BEARER_JWT, "", "");
        static final Kind OPAQUE = new Kind(Scheme.Type.BEARER_OPAQUE, "", "");
        static final Kind BASIC = new Kind(Scheme.Type.BASIC, "", "");

        static Kind apiKey(String in, String parameter) {
            return new Kind(Scheme.Type.API_KEY, in, parameter);
        }

        static Kind session(String cookie) {
            return new Kind(Scheme.Type.SESSION, "", cookie);
        }

        boolean isBearer() {
            return type == Scheme.Type.BEARER_JWT || type == Scheme.Type.BEARER_OPAQUE;
        }

        /** Whether a credential of that kind is one of this kind too: tokens of both forms travel in the same way. */
        boolean isAlike(Kind other) {
            return (isBearer() && other.isBearer())
                    || (type == other.type
                            && in.equals(other.in)
                            && ((type == Scheme.Type.API_KEY && !in.equals("cookie"))
                                    ? parameter.equalsIgnoreCase(other.parameter)
                                    : parameter.equals(other.parameter)));
        }

        /** What a scheme of the kind is called where nobody has named it. */
        String usualName() {
            return switch (type) {
                case BEARER_JWT, BEARER_OPAQUE -> "tokens";
                case BASIC -> "passwords";
                case API_KEY -> "keys";
                case SESSION -> "sessions";
            };
        }

        /** A credential of the kind, in a reader's words. */
        String credential() {
            return switch (type) {
                case BEARER_JWT, BEARER_OPAQUE -> "token";
                case BASIC -> "password";
                case API_KEY -> "key";
                case SESSION -> "session";
            };
        }

        /** The key under {@code obtain} for a credential that is given; a password is given otherwise. */
        String obtainKey() {
            return type == Scheme.Type.SESSION ? "cookie" : credential();
        }
    }

    /** A scheme with the keys that it must have. */
    static SchemeSketch of(String name, Kind kind, String remark) {
        var body = new Block().put("type", Scalar.literal(kind.type().key()), remark);
        switch (kind.type()) {
            case API_KEY -> body.put("in", Scalar.literal(kind.in())).put("name", Scalar.literal(kind.parameter()));
            case SESSION -> body.put("cookie", Scalar.literal(kind.parameter()));
            default -> {
                // no key must be there
            }
        }
        return new SchemeSketch(name, kind, body);
    }

    /** Suggests the keys without which the checks of JWTs do not apply. */
    SchemeSketch suggestJwt(String issuer) {
        body.suggest("issuer", Scalar.literal(issuer), "the \"iss\" that the API accepts")
                .suggest("audience", Scalar.literal("orders"), "the \"aud\" that the API accepts")
                .suggest("jwks", Scalar.literal("/.well-known/jwks.json"), "where the issuer publishes its keys")
                .suggest(
                        "signingKey",
                        Scalar.filled("${file:issuer.jwk}"),
                        "a private key that the API trusts: lets forgeries be compared with honest tokens");
        return this;
    }

    /** Its keys; where tokens come from is suggested, unless it is known. */
    Block finished() {
        if (kind.isBearer() && !body.has("tokenEndpoint")) {
            body.suggest(
                    "tokenEndpoint", Scalar.literal("/token"), "where tokens are issued (OAuth): a URL, or a path");
        }
        return body;
    }

    /** Suggests a rate limit. */
    SchemeSketch suggestLimit(int requests, String remark) {
        var limit = new Block()
                .put("requests", Scalar.bare(String.valueOf(requests)))
                .put("window", Scalar.literal("PT1M"), "in which so many are admitted");
        body.suggest("limit", limit, remark);
        return this;
    }
}

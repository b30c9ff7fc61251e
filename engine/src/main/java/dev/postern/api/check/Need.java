package dev.postern.api.check;

/** What a check needs of the target file beside an operation and an identity that is granted on it. */
public enum Need {
    /** A private key that the target trusts. */
    SIGNING_KEY("add `signingKey: ${file:issuer.jwk}` (a private JWK or PEM that the target trusts)"),
    /** The issuer's public key. */
    PUBLIC_KEY("add `jwks: https://…/jwks.json` or `publicKey: ${file:public.pem}`"),
    /** The token endpoint. */
    TOKEN_ENDPOINT("add `tokenEndpoint: https://…/token`"),
    /** A refresh token, given or from a password grant. */
    REFRESH_TOKEN("give an identity of this scheme a refresh token: `refresh: ${env:…}` in its `obtain`, or"
            + " `grant: password`"),
    /** Where tokens are revoked. */
    REVOCATION_ENDPOINT("add `revocationEndpoint: https://…/revoke`, where tokens are revoked (RFC 7009)"),
    /** An identity that is granted on the operation and can be logged out. */
    LOGOUT("give an identity of this scheme the request that logs it out: `logout:` with `call: POST /logout`"),
    /** An identity that is granted on the operation and can be disabled. */
    DISABLE("give an identity of this scheme the requests by which an administrator disables and enables it: `disable:`"
            + " and `enable:`, each with `call: POST /users/…` and `as:`, the administrator's identity"),
    /** A declared rate limit. */
    LIMIT("declare the limit: `limit:` with `requests: 100` and `window: PT1M`"),
    /** A plain HTTP address. */
    PLAINTEXT("add `plaintext: http://host:port`, the address at which plain HTTP would be answered"),
    /** The issuer that the target accepts. */
    ISSUER("add `issuer: https://…`"),
    /** The audience that the target accepts. */
    AUDIENCE("add `audience: …`"),
    /** A second identity of the same scheme that is granted on the operation. */
    SECOND_IDENTITY("add a second identity of this scheme that is granted on this operation"),
    /** A text that only one identity's data contains. */
    MARKERS(
            "declare for each identity a text that only its data contains, `markers: [order-4711]`: without it nothing shows"
                    + " whose data a list holds"),
    /** A login whose last step asks for a second factor. */
    SECOND_FACTOR("mark the step of the login that asks for the second factor: `factor: second`"),
    /** An address at which the target can reach Postern. */
    LISTENER(
            "add `listener:` with `host: 127.0.0.1`, an address of this machine that the target can reach; without it only"
                    + " URLs that hold what they point to are tried");

    private final String remedy;

    Need(String remedy) {
        this.remedy = remedy;
    }

    /**
     * Whether a target that lacks it lacks nothing: the check is about what the target file promises, and no standard
     * demands it.
     */
    public boolean isPromise() {
        return this == SECOND_FACTOR;
    }

    /** What to add to the target file, in the imperative. */
    public String remedy() {
        return remedy;
    }
}

package dev.postern.inspection;

/** What kind of token a text is, by its shape. */
public enum TokenKind {
    /** {@code header.payload.signature}. */
    JWS("signed JWT (JWS compact, RFC 7515 7.1)"),
    /** The same without a signature. */
    UNSECURED("unsecured JWT, signed by nobody (RFC 7519 6)"),
    /** A JWS whose payload is a token. */
    NESTED_JWS("token inside a signed JWT (RFC 7519 5.2)"),
    /** One of the JSON forms of a JWS. */
    JWS_JSON("JWS in JSON, a form that JWT does not allow (RFC 7515 7.2)"),
    /** Five parts. */
    JWE("encrypted JWT (JWE compact, RFC 7516 7.1): only who has the key reads its claims"),
    /** A JWE that says that there is a token inside. */
    NESTED_JWE("token inside an encrypted JWT (RFC 7519 5.2): only who has the key reads it"),
    /** {@code v4.public.…}. */
    PASETO("PASETO: its version and purpose say how it is protected; it is no JWT"),
    /** Anything else. */
    OPAQUE("opaque token: only its issuer knows what it means (RFC 6749 1.4)");

    private final String words;

    TokenKind(String words) {
        this.words = words;
    }

    /** For a person, with the source. */
    public String words() {
        return words;
    }

    boolean isEncrypted() {
        return this == JWE || this == NESTED_JWE;
    }

    boolean isJose() {
        return this != PASETO && this != OPAQUE;
    }

    boolean hasClaims() {
        return this == JWS || this == UNSECURED || this == JWS_JSON;
    }
}

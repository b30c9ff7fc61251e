package dev.postern.doctor;

import java.util.Locale;

/**
 * Why a control may fail, and what to do.
 *
 * @param code a stable code, for those who count
 * @param likelihood how much speaks for it
 * @param words what is wrong, as a clause; no secrets
 * @param remedy what to do, as a clause that begins with a verb
 */
public record Cause(Code code, Likelihood likelihood, String words, String remedy) {

    /** How much speaks for a cause. */
    public enum Likelihood {
        /** It is wrong in any case. */
        CERTAIN,
        /** What was seen fits it, and hardly anything else. */
        LIKELY,
        /** Nothing speaks against it. */
        POSSIBLE
    }

    /** Kinds of causes. */
    public enum Code {
        UNKNOWN_HOST,
        HOST_UNREACHABLE,
        TLS,
        NOT_HTTP,
        TIMEOUT,
        CONNECTION_BROKEN,
        NOT_SENT,
        BASE_PATH,
        ALL_REFUSED,
        MOVED,
        RATE_LIMITED,
        EDGE_BLOCK,
        GATEWAY,
        SERVER_ERROR,

        CLIENT_REFUSED,
        GRANT_REFUSED,
        GRANT_NOT_ENABLED,
        SCOPE_UNKNOWN,
        TOKEN_REQUEST_INCOMPLETE,
        TOKEN_ENDPOINT_WRONG,
        LOGIN_FAILED,
        NO_CREDENTIAL,

        EXPIRED_TOKEN,
        TOKEN_NOT_YET_VALID,
        WRONG_AUDIENCE,
        WRONG_ISSUER,
        KEY_NOT_TRUSTED,
        KEY_SET_UNUSABLE,
        NO_ACCESS_TOKEN,
        MALFORMED_CREDENTIAL,
        UNKNOWN_CREDENTIAL,
        CREDENTIAL_NOT_READ,
        WRONG_SCHEME,

        MISSING_SCOPE,
        MISSING_ROLE,
        WRONG_TENANT,
        RIGHT_NOT_DECLARED,

        NO_SUCH_OBJECT,
        NO_SUCH_PATH,
        WRONG_METHOD,
        REQUEST_REJECTED,
        HIDDEN_ERROR,
        NOT_PUBLIC,
        NOT_COMPARABLE,
        NO_HINT,

        OPEN_OPERATION,
        RIGHT_NOT_ENFORCED,
        NOBODY_GRANTED,
        CLOCK_DIFFERS;

        /** The code as it is written: {@code expired-token}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Cause certain(Code code, String words, String remedy) {
        return new Cause(code, Likelihood.CERTAIN, words, remedy);
    }

    static Cause likely(Code code, String words, String remedy) {
        return new Cause(code, Likelihood.LIKELY, words, remedy);
    }

    static Cause possible(Code code, String words, String remedy) {
        return new Cause(code, Likelihood.POSSIBLE, words, remedy);
    }

    /** The same, surmised rather than seen. */
    Cause atMost(Likelihood most) {
        return new Cause(code, likelihood.compareTo(most) < 0 ? most : likelihood, words, remedy);
    }
}

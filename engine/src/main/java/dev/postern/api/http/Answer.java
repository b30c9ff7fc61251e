package dev.postern.api.http;

/** What became of a request: a response, or the reason why there is none. */
public sealed interface Answer {

    /** The target answered. */
    record Answered(WireResponse response) implements Answer {}

    /**
     * No response came.
     *
     * @param failure why, as a stable code
     * @param words why, in a reader's words, without credentials
     */
    record Unanswered(Failure failure, String words) implements Answer {}

    /** Why there is no response. */
    enum Failure {
        /** The host name has no address. */
        UNKNOWN_HOST,
        /** Nothing listens there, or the network is unreachable. */
        CONNECTION_REFUSED,
        /** TLS could not be agreed, or the certificate is not trusted. */
        TLS,
        /** The connection ended before the answer was whole. */
        RESET,
        /** The deadline of the whole exchange passed. */
        TIMEOUT,
        /** What came back is not HTTP. */
        NOT_HTTP,
        /** The door refused to send: the host is not allowed. */
        HOST_NOT_ALLOWED,
        /** The door refused to send: a destructive request that the target file does not allow. */
        DESTRUCTIVE,
        /** The door refused to send: the request budget is used up. */
        BUDGET,
        /** The door refused to send: one more failed login may lock the account. */
        FAILED_LOGINS,
        /** The door refused to send: what would leave is not one request, for a line break or false framing in it. */
        NOT_ONE_REQUEST,
        /** The door is closed: the audit was told to end. */
        STOPPED;

        /** Whether the request never left, because the door refused it. */
        public boolean isRefusal() {
            return switch (this) {
                case HOST_NOT_ALLOWED, DESTRUCTIVE, BUDGET, FAILED_LOGINS, NOT_ONE_REQUEST, STOPPED -> true;
                default -> false;
            };
        }
    }
}

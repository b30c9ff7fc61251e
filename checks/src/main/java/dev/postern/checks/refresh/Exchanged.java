package dev.postern.checks.refresh;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Scenario;
import dev.postern.api.http.Exchange;
import dev.postern.checks.craft.Undecided;
import dev.postern.checks.oauth.TokenAnswer;
import java.util.Optional;

/** What became of a refresh token that was presented at the token endpoint. */
sealed interface Exchanged {

    /** Tokens were issued; without a refresh token the old one stays in use (RFC 6749 6). */
    record Issued(String accessToken, Optional<String> refreshToken) implements Exchanged {
        @Override
        public String toString() {
            return "Issued";
        }
    }

    /**
     * It was refused.
     *
     * @param error the error code, or the status where there is none
     */
    record Refused(String error) implements Exchanged {
        /** Whether it was the token that was refused (RFC 6749 5.2), and not the client or the request. */
        boolean isForToken() {
            return error.equals("invalid_grant");
        }
    }

    /** The answer does not tell. */
    record Unclear(Verdict verdict) implements Exchanged {}

    /** Reads the answer to a refresh grant. */
    static Exchanged of(String step, Exchange exchange) {
        var undecided = Undecided.verdict(step, exchange);
        if (undecided.isPresent()) {
            return new Unclear(undecided.get());
        }
        var response = exchange.response().orElseThrow();
        var answer = TokenAnswer.of(response);
        if (response.isSuccess() && answer.accessToken().isPresent()) {
            return new Issued(answer.accessToken().get(), answer.refreshToken());
        }
        return switch (response.status()) {
            case 200, 400, 401, 403 ->
                answer.error().isPresent() || !response.isSuccess()
                        ? new Refused(answer.error().orElse("status " + response.status()))
                        : new Unclear(odd(step, response.status()));
            default -> new Unclear(odd(step, response.status()));
        };
    }

    /** Presents a refresh token. */
    static Exchanged of(Scenario on, String step, String refreshToken) {
        return of(step, on.refresh(step, on.identity(), refreshToken));
    }

    private static Verdict odd(String step, int status) {
        return Verdict.inconclusive(
                Reason.ODD_STATUS,
                step + " was answered " + status + " with neither tokens nor an error of RFC 6749 5.2.");
    }
}

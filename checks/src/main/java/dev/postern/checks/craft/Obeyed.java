package dev.postern.checks.craft;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.util.Optional;

/** Whether a request that should end something was obeyed, as far as its answer tells. */
public final class Obeyed {

    private Obeyed() {}

    /**
     * The INCONCLUSIVE that follows where it was not.
     *
     * @param step what was sent, as the subject of a sentence
     * @param isPage whether it may lead a browser on to another page
     */
    public static Optional<Verdict> orElse(String step, boolean isPage, Exchange exchange) {
        var undecided = Undecided.verdict(step, exchange);
        if (undecided.isPresent()) {
            return undecided;
        }
        var response = exchange.response().orElseThrow();
        return isObeyed(response, isPage)
                ? Optional.empty()
                : Optional.of(Verdict.inconclusive(
                        Reason.SETUP_FAILED,
                        step + " was answered " + response.status()
                                + ", so nothing had to end: is it the right request, and"
                                + " sent by the right identity?"));
    }

    private static boolean isObeyed(WireResponse response, boolean isPage) {
        return response.isSuccess() || (isPage && response.status() / 100 == 3);
    }
}

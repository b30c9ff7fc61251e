package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.time.Duration;
import java.time.Instant;

/** One link of the door's chain: passes a request on, changed or not, or answers it by itself. */
@FunctionalInterface
public interface Link {

    /** Deals with one request; called from many threads at once. */
    Exchange pass(WireRequest request, Onward onward);

    /** The rest of the chain. */
    @FunctionalInterface
    interface Onward {
        /** Sends the request on its way. */
        Exchange send(WireRequest request);
    }

    /** The exchange of a request that never left. */
    static Exchange refusal(WireRequest request, Failure failure, String words) {
        return new Exchange(request, new Unanswered(failure, words), Instant.now(), Duration.ZERO);
    }
}

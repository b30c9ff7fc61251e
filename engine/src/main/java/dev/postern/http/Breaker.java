package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops asking who does not answer: after some requests in a row whose deadline passed, an origin is asked only now and then,
 * until it answers. An audit of a target that hangs would else take hours.
 */
final class Breaker implements Link {

    private static final int ENOUGH = 6;
    private static final int PAUSE_IN_DEADLINES = 3;

    private final Duration pause;
    private final Map<Origin, State> states = new ConcurrentHashMap<>();

    /** How often an origin has not answered in a row, and when it may be tried again, by the monotonic clock. */
    private static final class State {
        private int inVain;
        private long tryAt;
    }

    /** @param deadline the deadline of one exchange; an origin that hangs is left alone for three of them */
    Breaker(Duration deadline) {
        this.pause = deadline.multipliedBy(PAUSE_IN_DEADLINES);
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        var state = states.computeIfAbsent(request.origin(), origin -> new State());
        if (isOpen(state)) {
            return Link.refusal(
                    request,
                    Failure.TIMEOUT,
                    "not sent: " + request.origin() + " did not answer the last " + ENOUGH
                            + " requests or more, so it is asked only now and then");
        }
        var exchange = onward.send(request);
        note(state, exchange);
        return exchange;
    }

    /** Lets one through each time that the pause is over. */
    private boolean isOpen(State state) {
        synchronized (state) {
            var now = System.nanoTime();
            if (state.inVain < ENOUGH || now - state.tryAt >= 0) {
                state.tryAt = now + pause.toNanos(); // nobody else meanwhile
                return false;
            }
            return true;
        }
    }

    private void note(State state, Exchange exchange) {
        synchronized (state) {
            if (exchange.response().isPresent()) {
                state.inVain = 0;
            } else if (exchange.answer() instanceof Unanswered none && none.failure() == Failure.TIMEOUT) {
                state.inVain++;
                state.tryAt = System.nanoTime() + pause.toNanos();
            }
        }
    }
}

package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many requests through and no more. */
final class Budget implements Link {

    private final int requests;
    private final AtomicInteger spent = new AtomicInteger();

    Budget(int requests) {
        this.requests = requests;
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        if (!spend()) {
            return Link.refusal(
                    request,
                    Failure.BUDGET,
                    "the budget of " + requests + " requests is used up; raise `limits: requests` in the target file");
        }
        var exchange = onward.send(request);
        if (exchange.answer() instanceof Unanswered unanswered
                && unanswered.failure().isRefusal()
                && exchange.elapsed().isZero()) {
            spent.decrementAndGet();
        }
        return exchange;
    }

    /** Counts one request; false where none is left. */
    boolean spend() {
        return spent.getAndUpdate(n -> n < requests ? n + 1 : n) < requests;
    }

    int spent() {
        return spent.get();
    }
}

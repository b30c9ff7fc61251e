package dev.postern.run;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.http.Link;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A link of the door that makes the target seem to enforce nothing: what an attempt carries is swapped for a valid
 * credential. Controls pass as they are.
 */
final class Saboteur implements Link {

    private final ThreadLocal<UnaryOperator<WireRequest>> swap = ThreadLocal.withInitial(UnaryOperator::identity);

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        return onward.send(swap.get().apply(request));
    }

    /** Does the sending of one attempt; each request that leaves meanwhile, from this thread, is swapped. */
    Exchange during(UnaryOperator<WireRequest> swapping, Supplier<Exchange> sending) {
        swap.set(swapping);
        try {
            return sending.get();
        } finally {
            swap.remove();
        }
    }
}

package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.concurrent.TimeUnit;

/**
 * Spreads requests evenly over time, by the monotonic clock: a token bucket in the form of the generic cell rate
 * algorithm (ITU-T I.371), which needs one number and no refilling.
 */
final class Pace implements Link {

    private final Gate gate;
    private final long interval;
    private final long tolerance;
    private long next = System.nanoTime();

    /**
     * A pace.
     *
     * @param rate requests per second
     * @param burst how many may leave at once after a rest
     */
    Pace(Gate gate, int rate, int burst) {
        this.gate = gate;
        interval = TimeUnit.SECONDS.toNanos(1) / rate;
        tolerance = interval * (burst - 1);
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        var wait = reserve(System.nanoTime());
        if (wait > 0) {
            try {
                gate.pause(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Link.refusal(request, Failure.STOPPED, Gate.WORDS);
            }
        }
        return onward.send(request);
    }

    /** Takes the next free moment and says how many nanoseconds away it is. */
    synchronized long reserve(long now) {
        var wait = Math.max(0, next - tolerance - now);
        next = Math.max(next - now, 0) + now + interval;
        return wait;
    }
}

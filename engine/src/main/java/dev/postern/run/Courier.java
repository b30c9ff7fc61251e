package dev.postern.run;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.http.Door;
import dev.postern.oracle.Oracle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends through the door and, where the target asks to slow down or a gateway fails, waits and sends again: such an
 * answer is no decision.
 */
final class Courier {

    /** Where the answer does not say when to come back, patience is short. */
    private static final int RETRIES = 2;

    private static final int RETRIES_AS_TOLD = 5;
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration NOTICEABLE = Duration.ofSeconds(3);

    private final Door door;
    private final Oracle oracle;
    private final MarkerWatch watch;
    private final Duration longestWait;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** What is left of the time that the target may make the whole audit wait. */
    private final AtomicLong patience;

    private volatile Waiting waiting = (duration, why) -> {};

    Courier(Door door, Oracle oracle, MarkerWatch watch, Duration longestWait) {
        this.door = door;
        this.oracle = oracle;
        this.watch = watch;
        this.longestWait = longestWait;
        this.patience = new AtomicLong(longestWait.toMillis());
    }

    /** Is told of waits that a person would notice. */
    @FunctionalInterface
    interface Waiting {
        /** The audit waits so long, for that reason. */
        void begins(Duration duration, String why);
    }

    /** Names who is told of waits. */
    void announce(Waiting other) {
        waiting = other;
    }

    /** Sends; at most six times, as long as the target says when to come back, and three times where it does not. */
    Exchange send(WireRequest request) {
        return send(request, door::send);
    }

    /** Sends what the target file itself asks for, though it changes something; else as {@link #send}. */
    Exchange sendPermitted(WireRequest request) {
        return send(request, door::sendPermitted);
    }

    /** Sends what puts something back; else as {@link #send}. */
    Exchange sendRestoring(WireRequest request) {
        return send(request, door::sendRestoring);
    }

    private Exchange send(WireRequest request, Door.Sender sender) {
        var exchange = sendPatiently(request, sender);
        watch.look(exchange);
        return exchange;
    }

    private Exchange sendPatiently(WireRequest request, Door.Sender sender) {
        var exchange = sender.send(request);
        for (int retry = 1; oracle.shouldRetry(exchange); retry++) {
            var told = oracle.retryAfter(exchange);
            var wait = told.orElse(WAIT.multipliedBy(retry));
            var most = told.isPresent() ? RETRIES_AS_TOLD : RETRIES;
            if (retry > most || !isWithinPatience(wait) || !waited(wait, exchange)) {
                return exchange;
            }
            exchange = sender.send(request);
        }
        return exchange;
    }

    /** All waits of an audit together are bounded: a target must not be able to hold it up for ever. */
    private boolean isWithinPatience(Duration wait) {
        return patience.getAndUpdate(left -> left >= wait.toMillis() ? left - wait.toMillis() : left)
                >= wait.toMillis();
    }

    private boolean waited(Duration wait, Exchange exchange) {
        if (wait.compareTo(NOTICEABLE) >= 0) {
            waiting.begins(
                    wait,
                    exchange.response()
                            .map(answer -> "the target answered " + answer.status() + " and asks to slow down")
                            .orElse("the target did not answer"));
        }
        return pause(wait);
    }

    /** Sends, and follows once where the answer only names another address of the same resource. */
    Exchange sendAndFollow(WireRequest request) {
        var exchange = send(request);
        return oracle.redirectedTo(exchange).map(this::send).orElse(exchange);
    }

    /** Sends once, as fast as may be: for limits, where "slow down" is the answer that is looked for. */
    Exchange sendAtOnce(WireRequest request) {
        var exchange = door.sendUnpaced(request);
        watch.look(exchange);
        return exchange;
    }

    /** Waits; false where the audit was told to end meanwhile. */
    boolean pause(Duration duration) {
        try {
            return !stopped.await(Math.min(duration.toMillis(), longestWait.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends all waits. */
    void stop() {
        stopped.countDown();
    }
}

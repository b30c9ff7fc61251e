package dev.postern.checks.apikey;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Scenario;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Limit;
import dev.postern.checks.craft.Undecided;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests with one key, one after another, until the limit refuses one.
 *
 * <p>One at a time, so that the number of the first refusal is exact; timed by the monotonic clock.
 */
final class Burst {

    /** The most requests of one burst, whatever is declared: a larger limit is not tested by sending it full. */
    static final int MOST = 200;

    private static final Pattern REMAINING = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=(\\d+)");

    /** What a burst came to. */
    sealed interface Outcome {}

    /** A request was refused, after so many that were admitted. */
    record Refused(int admitted, Duration elapsed) implements Outcome {}

    /** More were admitted than any algorithm allows in that time. */
    record Unchecked(int admitted, Duration elapsed) implements Outcome {}

    /** An answer that is neither: the burst shows nothing. */
    record Broken(Verdict verdict) implements Outcome {}

    private final Scenario on;
    private final WireRequest request;
    private final Limit limit;

    private int admitted;
    private long startedAt;
    private long lastAdmittedAt;

    Burst(Scenario on, WireRequest request, Limit limit) {
        this.on = on;
        this.request = request;
        this.limit = limit;
    }

    /**
     * One request, by whose answer the target may tell that the window is fresh: a published remainder of one less than
     * the limit. It counts as the first of the burst then.
     */
    boolean startsFresh() {
        start();
        var exchange = on.send("whether the window is fresh", request);
        var remaining = exchange.response().filter(WireResponse::isSuccess).flatMap(Burst::remaining);
        if (remaining.isEmpty() || remaining.get() != limit.requests() - 1) {
            return false;
        }
        countAdmitted();
        return true;
    }

    /** Begins to count and to time; {@link #startsFresh} has done so already where it said yes. */
    void start() {
        admitted = 0;
        startedAt = System.nanoTime();
        lastAdmittedAt = startedAt;
    }

    /** Sends until a refusal, or until more was admitted than the limit and the time allow. */
    Outcome run() {
        while (true) {
            if (elapsed().compareTo(limit.window().dividedBy(2)) > 0) {
                return new Broken(tooSlow());
            }
            if (admitted > allowed()) {
                return new Unchecked(admitted, elapsed());
            }
            if (admitted >= MOST) {
                return new Broken(Verdict.inconclusive(
                        Reason.LIMIT_TOO_LARGE,
                        "The limit and the time allow " + allowed() + " requests, and no burst sends more than " + MOST
                                + ": declare a test limit, with which the target runs."));
            }
            var exchange = on.send("request " + (admitted + 1) + " of the burst", request);
            var broken = neither(exchange, limit);
            if (broken.isPresent()) {
                return new Broken(broken.get());
            }
            if (isRefusal(exchange, limit)) {
                return new Refused(admitted, elapsed());
            }
            countAdmitted();
        }
    }

    /** Sends until a refusal, however long it takes; to use a key up. */
    Outcome exhaust(int most) {
        start();
        while (admitted < most) {
            var exchange = on.send("using the key up, request " + (admitted + 1), request);
            var broken = neither(exchange, limit);
            if (broken.isPresent()) {
                return new Broken(broken.get());
            }
            if (isRefusal(exchange, limit)) {
                return new Refused(admitted, elapsed());
            }
            countAdmitted();
        }
        return new Unchecked(admitted, elapsed());
    }

    /** Whether an answer is the refusal that the limit declares, or 429, which says so by itself (RFC 6585 4). */
    static boolean isRefusal(Exchange exchange, Limit limit) {
        return exchange.hasStatus(limit.status()) || exchange.hasStatus(429);
    }

    /** The verdict of an answer that neither admits nor refuses by the limit; empty where it does one of both. */
    static Optional<Verdict> neither(Exchange exchange, Limit limit) {
        if (isRefusal(exchange, limit)) {
            return Optional.empty();
        }
        var undecided = Undecided.verdict("A request of the burst", exchange);
        if (undecided.isPresent() || exchange.response().orElseThrow().isSuccess()) {
            return undecided;
        }
        int status = exchange.response().orElseThrow().status();
        return Optional.of(Verdict.inconclusive(
                Reason.CONTROL_LOST,
                "In mid burst the target answered " + status + ", which is not the declared refusal (" + limit.status()
                        + "): a lock, a revoked key or a filter looks like this. If it is how the limit refuses, declare"
                        + " `status: " + status + "`."));
    }

    /**
     * What any algorithm may admit: a window the whole number, a bucket besides what flowed in meanwhile. A fixed window
     * that ends in mid burst may admit more, which is why one such burst proves nothing.
     */
    private int allowed() {
        return limit.requests()
                + (int) (limit.requests()
                        * (double) elapsed().toNanos()
                        / limit.window().toNanos());
    }

    private Verdict tooSlow() {
        return Verdict.inconclusive(
                Reason.TOO_SLOW,
                admitted + " requests took " + elapsed().toMillis() + " ms, more than half of the window of "
                        + limit.window().toMillis() + " ms, so the sample is rejected: raise `limits.rate`, or let the"
                        + " target run with a smaller limit and declare that.");
    }

    private void countAdmitted() {
        admitted++;
        lastAdmittedAt = System.nanoTime();
    }

    private Duration elapsed() {
        return Duration.ofNanos(lastAdmittedAt - startedAt);
    }

    private static Optional<Integer> remaining(WireResponse response) {
        var number = response.header("RateLimit-Remaining")
                .or(() -> response.header("X-RateLimit-Remaining"))
                .map(String::strip)
                .or(() -> response.header("RateLimit")
                        .map(REMAINING::matcher)
                        .filter(Matcher::find)
                        .map(m -> m.group(1)));
        return number.filter(n -> n.matches("\\d{1,9}")).map(Integer::valueOf);
    }
}

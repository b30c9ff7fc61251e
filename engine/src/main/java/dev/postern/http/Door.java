package dev.postern.http;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Target;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The one door: every request of an audit leaves through it. It never throws for what a server or a network does; that
 * is an {@link dev.postern.api.http.Answer.Unanswered}. Safe for use by many threads.
 */
public final class Door implements AutoCloseable {

    private static final int MOST_BODY_BYTES = 1 << 20;

    private final Target target;
    private final Gate gate;
    private final Budget budget;
    private final FailedLogins failedLogins;
    private final Wire wire;
    private final Deadline deadline;
    private final Link.Onward paced;
    private final Link.Onward unpaced;
    private final Link.Onward permitted;
    private final Link.Onward restoring;

    private Door(Target target, List<Link> first) {
        var limits = target.limits();
        this.target = target;
        gate = new Gate();
        budget = new Budget(limits.requests());
        failedLogins = new FailedLogins(target);
        wire = new Wire(new Dialer(new Trust(target.trust())), MOST_BODY_BYTES, limits.concurrency(), budget::spend);
        deadline = new Deadline(limits.deadline(), gate, wire);

        var allowed = new AllowList(target);
        var chain = new ArrayList<>(first);
        chain.add(gate);
        chain.add(new OneRequest());
        chain.add(allowed);
        chain.add(new DestructiveGuard(target));
        chain.add(new Breaker(limits.deadline()));
        chain.add(failedLogins);
        chain.add(budget);
        chain.add(new Slots(limits.concurrency()));
        chain.add(new Pace(gate, limits.rate(), limits.concurrency()));
        chain.add(gate); // again: it may have shut while a request waited for its turn
        paced = joined(chain, deadline);
        permitted = joined(without(DestructiveGuard.class, chain), deadline);
        unpaced = joined(without(Pace.class, chain), deadline);
        restoring = joined(List.of(gate, new OneRequest(), allowed), deadline);
    }

    private static List<Link> without(Class<? extends Link> kind, List<Link> chain) {
        return chain.stream().filter(link -> !kind.isInstance(link)).toList();
    }

    private static Link.Onward joined(List<Link> links, Link.Onward end) {
        var chain = end;
        for (var i = links.size() - 1; i >= 0; i--) {
            var link = links.get(i);
            var rest = chain;
            chain = request -> link.pass(request, rest);
        }
        return chain;
    }

    /**
     * A door to a target. Opening it sends nothing and reads no file.
     *
     * @param first links that see each request before the door's own ones do, which then judge what those made of it
     */
    public static Door open(Target target, Link... first) {
        return new Door(target, List.of(first));
    }

    /** Sends a request, as soon as the target's limits let it. */
    public Exchange send(WireRequest request) {
        return paced.send(request);
    }

    /** Sends a request without regard to {@code limits: rate}, to measure a rate limit; all else holds. */
    public Exchange sendUnpaced(WireRequest request) {
        return unpaced.send(request);
    }

    /** Sends a request that changes something and that the target file itself describes: a hook; all else holds. */
    public Exchange sendPermitted(WireRequest request) {
        return permitted.send(request);
    }

    /**
     * Sends a request that puts back what the audit has changed. Neither the budget nor the pace keeps it back, only the
     * closed door does.
     */
    public Exchange sendRestoring(WireRequest request) {
        return restoring.send(request);
    }

    /**
     * Sends what is sent in there over connections of its own. What a kept connection still holds, or what comes late on
     * it, may be the answer to another request.
     */
    public <T> T freshly(Supplier<T> sending) {
        return wire.freshly(sending);
    }

    /** How many requests have left, or are about to; those that put something back are not counted. */
    public int sent() {
        return budget.spent();
    }

    /** How many failed logins have been sent to an account, by its user name, or by the identity that logs in by steps. */
    public int failedLogins(String account) {
        return failedLogins.of(account.toLowerCase(Locale.ROOT));
    }

    /**
     * The language of RestAssured, led through this door: base URL of the target, no redirects, nothing of what is set
     * in RestAssured's static fields.
     *
     * @param sender what to do with each request: {@code this::send}, or a caller that records the exchange on the way
     */
    public RequestSpecification given(Sender sender) {
        return RestAssuredBridge.given(target.baseUrl(), sender);
    }

    /** {@link #given(Sender)} through {@link #send}. */
    public RequestSpecification given() {
        return given(this::send);
    }

    /** Sends a request, and does with the exchange what it likes. */
    @FunctionalInterface
    public interface Sender {
        /** Sends. */
        Exchange send(WireRequest request);
    }

    /** Lets nothing more through, and ends what is under way. */
    @Override
    public void close() {
        gate.close();
        deadline.close();
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

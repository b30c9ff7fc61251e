package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets nothing through once it is shut, and ends what is under way. */
final class Gate implements Link, AutoCloseable {

    static final String WORDS = "the audit was told to end";

    private final CountDownLatch shut = new CountDownLatch(1);
    private final Set<Abort> running = ConcurrentHashMap.newKeySet();

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        return isShut() ? Link.refusal(request, Failure.STOPPED, WORDS) : onward.send(request);
    }

    boolean isShut() {
        return shut.getCount() == 0;
    }

    /** Waits, but no longer than until the gate shuts. */
    void pause(long nanos) throws InterruptedException {
        shut.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Remembers what to end when the gate shuts. */
    void enter(Abort abort) {
        running.add(abort);
        if (isShut()) {
            abort.fire(Abort.Cause.STOPPED);
        }
    }

    void leave(Abort abort) {
        running.remove(abort);
    }

    @Override
    public void close() {
        shut.countDown();
        running.forEach(abort -> abort.fire(Abort.Cause.STOPPED));
    }
}

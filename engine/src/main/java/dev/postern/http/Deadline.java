package dev.postern.http;

import dev.postern.api.http.Answer;
import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The end of the chain: sends the request and cuts the exchange off when its time is up. The deadline is one for the
 * whole exchange, since a socket's own timeout starts anew with every byte that drips in.
 */
final class Deadline implements Link.Onward, AutoCloseable {

    private final Duration limit;
    private final Gate gate;
    private final Transport transport;
    private final ScheduledThreadPoolExecutor watchdog;

    Deadline(Duration limit, Gate gate, Transport transport) {
        this.limit = limit;
        this.gate = gate;
        this.transport = transport;
        // Discards what comes after the end: the gate has ended that exchange already.
        watchdog = new ScheduledThreadPoolExecutor(1, Deadline::daemon, new ThreadPoolExecutor.DiscardPolicy());
        watchdog.setRemoveOnCancelPolicy(true);
        watchdog.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "postern-deadline");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Exchange send(WireRequest request) {
        var abort = new Abort();
        var sentAt = Instant.now();
        var start = System.nanoTime();
        gate.enter(abort);
        var alarm = watchdog.schedule(() -> abort.fire(Abort.Cause.DEADLINE), limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            var answer = answer(request, abort);
            return new Exchange(request, answer, sentAt, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            alarm.cancel(false);
            gate.leave(abort);
        }
    }

    private Answer answer(WireRequest request, Abort abort) {
        try {
            return new Answered(transport.exchange(request, abort));
        } catch (Exception failure) {
            return abort.cause().map(this::ended).orElseGet(() -> Failures.explain(failure, request.origin()));
        }
    }

    private Unanswered ended(Abort.Cause cause) {
        return switch (cause) {
            case DEADLINE ->
                new Unanswered(
                        Failure.TIMEOUT, "no whole answer within " + limit.toMillis() + " ms (`limits: deadline`)");
            case STOPPED -> new Unanswered(Failure.STOPPED, Gate.WORDS);
        };
    }

    @Override
    public void close() {
        watchdog.shutdown();
    }
}

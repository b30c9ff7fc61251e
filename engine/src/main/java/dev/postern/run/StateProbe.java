package dev.postern.run;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.oracle.State;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Reads what a write changes, as its owner, before and after. All writes of the audit wait for one another meanwhile, so
 * that what has changed was changed by the one between.
 */
final class StateProbe {

    /** Longer than the seconds in which many answers tell the time. */
    private static final Duration A_WHILE = Duration.ofMillis(1100);

    private final Bench bench;
    private final WireRequest read;
    private final Exchange early;
    private final Exchange late;
    private final Exchange afterWrite;

    private StateProbe(Bench bench, WireRequest read, Exchange early, Exchange late, Exchange afterWrite) {
        this.bench = bench;
        this.read = read;
        this.early = early;
        this.late = late;
        this.afterWrite = afterWrite;
    }

    /**
     * Learns what changes by itself, and whether the read shows what the valid write changes; sends that once.
     *
     * @param read the read, with its owner's credential
     * @param write the valid write
     */
    static StateProbe calibrated(Bench bench, WireRequest read, WireRequest write) {
        return bench.alone(() -> {
            var early = bench.courier().sendAndFollow(read);
            bench.courier().pause(A_WHILE);
            var late = bench.courier().sendAndFollow(read);
            bench.courier().sendAndFollow(write);
            return new StateProbe(bench, read, early, late, bench.courier().sendAndFollow(read));
        });
    }

    /** Sends between two reads, and notes the state that belongs to the answer. */
    Exchange watch(Supplier<Exchange> sending) {
        return bench.alone(() -> {
            var before = bench.courier().sendAndFollow(read);
            var answer = sending.get();
            var after = bench.courier().sendAndFollow(read);
            bench.note(answer, new State(early, late, afterWrite, before, after));
            return answer;
        });
    }
}

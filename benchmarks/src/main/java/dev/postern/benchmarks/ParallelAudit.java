package dev.postern.benchmarks;

import java.time.Duration;
import java.util.stream.IntStream;

/** How much sooner an audit ends with sixteen cases at once than with one, where each answer takes 50 ms. */
public final class ParallelAudit {

    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 3;

    private ParallelAudit() {}

    /** Prints one line a round, then the median ratio. */
    public static void main(String[] arguments) throws Exception {
        try (var trial = Trial.open()) {
            trial.audit(AT_ONCE); // warms up
            trial.api().delayEach(Duration.ofMillis(50));
            var ratios = IntStream.range(0, ROUNDS)
                    .mapToDouble(round -> {
                        var one = trial.audit(1);
                        var many = trial.audit(AT_ONCE);
                        var ratio = (double) one.wall().toMillis() / many.wall().toMillis();
                        System.out.printf(
                                "%d cases, %d requests: %.1f s at 1, %.1f s at %d: %.1f times as fast%n",
                                one.cases(),
                                one.requests(),
                                one.wall().toMillis() / 1000.0,
                                many.wall().toMillis() / 1000.0,
                                AT_ONCE,
                                ratio);
                        return ratio;
                    })
                    .sorted()
                    .toArray();
            System.out.printf("median: %.1f%n", ratios[ROUNDS / 2]);
        }
    }
}

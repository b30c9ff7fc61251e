package dev.postern.checks.jwt;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * How long a target takes for heavy requests beside light ones of the same moment. A request that is heavy by its nature
 * is slow each time, and noise is not: one fast answer shows that the target did not do the work, and it takes several
 * slow ones, none of them between slow light ones, to show that it did.
 *
 * @param light times of requests like the heavy ones but for their weight
 * @param heavy times of the heavy ones
 */
record Slowness(List<Duration> light, List<Duration> heavy) {

    /** Less than the work takes on any machine. */
    private static final Duration FAST_WITHIN = Duration.ofMillis(250);

    private static final Duration SLOW_BEYOND = Duration.ofMillis(500);
    private static final int SLOW_TIMES = 2;

    Slowness {
        light = List.copyOf(light);
        heavy = List.copyOf(heavy);
    }

    /** Whether a heavy request was answered as fast as a light one. */
    boolean isFastOnce() {
        return heavy.stream().anyMatch(time -> time.compareTo(slowestLight().plus(FAST_WITHIN)) <= 0);
    }

    /** Whether all of them took so long that nothing but their weight explains it. */
    boolean isSlowAlways() {
        var bound = slowestLight().multipliedBy(SLOW_TIMES).plus(SLOW_BEYOND);
        return !heavy.isEmpty() && heavy.stream().allMatch(time -> time.compareTo(bound) >= 0);
    }

    /** The figures, for a sentence. */
    String words() {
        return "heavy requests took " + millis(heavy) + ", light ones beside them " + millis(light);
    }

    private Duration slowestLight() {
        return Collections.max(light);
    }

    private static String millis(Collection<Duration> times) {
        return String.join(
                ", ", times.stream().map(time -> time.toMillis() + " ms").toList());
    }
}

package dev.postern.reporters.sarif;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as SARIF has them: in UTC and no finer than milliseconds (3.9). */
final class Times {

    private Times() {}

    static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

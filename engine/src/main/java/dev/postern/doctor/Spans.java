package dev.postern.doctor;

import java.time.Duration;

/** Spans of time as one says them. */
final class Spans {

    private Spans() {}

    /** {@code 14 min}, rounded down; the sign is left out. */
    static String of(Duration span) {
        var length = span.abs();
        if (length.toDays() > 1) {
            return length.toDays() + " days";
        }
        if (length.toHours() > 1) {
            return length.toHours() + " h";
        }
        return length.toMinutes() > 1 ? length.toMinutes() + " min" : length.toSeconds() + " s";
    }
}

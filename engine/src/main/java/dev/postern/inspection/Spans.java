package dev.postern.inspection;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and spans of time as one says them. */
public final class Spans {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Spans() {}

    /** {@code 12 min}, rounded down; the sign is left out. */
    public static String of(Duration span) {
        var length = span.abs();
        if (length.toDays() > 730) {
            return length.toDays() / 365 + " years";
        }
        if (length.toDays() > 1) {
            return length.toDays() + " days";
        }
        if (length.toHours() > 1) {
            return length.toHours() + " h";
        }
        return length.toMinutes() > 1 ? length.toMinutes() + " min" : length.toSeconds() + " s";
    }

    /** {@code 2026-01-02 03:04:05 UTC, 3 h ago}. */
    public static String moment(Instant at, Instant now) {
        return MOMENT.format(at) + ", " + relative(at, now);
    }

    private static String relative(Instant at, Instant now) {
        return at.isAfter(now) ? "in " + of(Duration.between(now, at)) : of(Duration.between(at, now)) + " ago";
    }
}

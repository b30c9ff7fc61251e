package dev.postern.oracle;

import dev.postern.api.http.WireResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Answers that are no answer yet: come back later. */
final class Throttling {

    private Throttling() {}

    /** Whether the target asks to slow down: 429 (RFC 6585 4), or 503 with Retry-After. */
    static boolean isThrottled(WireResponse response) {
        return response.status() == 429
                || (response.status() == 503 && response.header("Retry-After").isPresent());
    }

    /** Whether a gateway failed: 502, 503, 504, and the 520 to 530 that content delivery networks made up. */
    static boolean isGatewayFailure(WireResponse response) {
        int status = response.status();
        return status == 502 || status == 503 || status == 504 || (status >= 520 && status <= 530);
    }

    /**
     * How long to wait, by Retry-After: seconds or a date, which is measured by the server's own clock (RFC 9110
     * 10.2.3). Never negative; empty where there is none that can be read.
     *
     * @param receivedAt the time of the answer where it has no Date
     */
    static Optional<Duration> retryAfter(WireResponse response, Instant receivedAt) {
        return response.header("Retry-After").map(String::strip).flatMap(value -> {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            var now = response.header("Date").flatMap(Throttling::date).orElse(receivedAt);
            return date(value).map(at -> Duration.between(now, at)).map(d -> d.isNegative() ? Duration.ZERO : d);
        });
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}

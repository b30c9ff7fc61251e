package dev.postern.oracle;

import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Content;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Exchanges from texts. */
final class Exchanges {

    static final Origin ORIGIN = new Origin("https", "api.example.test", 443);
    static final Instant SENT_AT = Instant.parse("2026-05-04T10:00:00Z");
    static final WireRequest GET_ORDER = request("GET /orders/17");

    private Exchanges() {}

    /** {@code GET /orders/17}. */
    static WireRequest request(String methodAndTarget) {
        var parts = methodAndTarget.split(" ", 2);
        return WireRequest.of(ORIGIN, parts[0], parts[1]);
    }

    static Exchange answered(WireRequest request, WireResponse response) {
        return new Exchange(request, new Answered(response), SENT_AT, Duration.ofMillis(5));
    }

    static Exchange answered(int status, String contentType, String body) {
        return answered(
                GET_ORDER,
                new WireResponse(status, List.of(new Header("Content-Type", contentType)), Content.of(body), false));
    }

    static Exchange unanswered(WireRequest request, Failure failure) {
        return new Exchange(request, new Unanswered(failure, "in test"), SENT_AT, Duration.ofMillis(5));
    }

    /** Status, fields, blank line, body; the field {@code X-Test-Truncated} says that the body was cut off. */
    static WireResponse response(String text) {
        var halves = text.split("\n\n", 2);
        var lines = Arrays.asList(halves[0].split("\n"));
        var headers = new ArrayList<Header>();
        for (var line : lines.subList(1, lines.size())) {
            var field = line.split(":", 2);
            headers.add(new Header(field[0].strip(), field[1].strip()));
        }
        boolean truncated = headers.removeIf(h -> h.is("X-Test-Truncated"));
        var body = halves.length < 2 ? Content.NONE : Content.of(halves[1].stripTrailing());
        return new WireResponse(Integer.parseInt(lines.get(0).strip()), headers, body, truncated);
    }

    static Controls controls(Exchange positive, Exchange negative) {
        return new Controls(
                positive, Optional::empty, negative, Optional.empty(), List.of(), Optional::empty, Optional::empty);
    }
}

package dev.postern.api.http;

import dev.postern.api.http.Answer.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request with what became of it, raw: it may hold credentials, so it stays in memory. What is written down is a
 * {@link dev.postern.api.audit.RecordedExchange}.
 *
 * @param request what was sent
 * @param answer what became of it
 * @param sentAt when it left
 * @param elapsed from sending to the end of the answer
 */
public record Exchange(WireRequest request, Answer answer, Instant sentAt, Duration elapsed) {

    /** The response, if one came. */
    public Optional<WireResponse> response() {
        return answer instanceof Answered answered ? Optional.of(answered.response()) : Optional.empty();
    }

    /** Whether a response with that status came. */
    public boolean hasStatus(int status) {
        return response().filter(r -> r.status() == status).isPresent();
    }
}

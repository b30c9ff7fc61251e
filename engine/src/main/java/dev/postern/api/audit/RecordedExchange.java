package dev.postern.api.audit;

import dev.postern.api.http.Excerpt;
import dev.postern.api.http.Header;
import java.time.Instant;
import java.util.List;

/**
 * An exchange as it may be written down: all credentials are replaced by {@code ***}, bodies are cut.
 *
 * @param step what it was for: {@code positive control}, an attempt's label, a scenario's step
 * @param url absolute URL
 * @param status the status code; 0 where no answer came
 * @param failure why no answer came; empty where one did
 * @param curl lines for bash that repeat the request: one for each secret, which sets its variable or says as a comment
 *     where to find it, then the command
 */
public record RecordedExchange(
        String step,
        String method,
        String url,
        List<Header> requestHeaders,
        String requestBody,
        int status,
        List<Header> responseHeaders,
        String responseBody,
        String failure,
        String curl,
        Instant sentAt,
        long elapsedMillis) {

    /** Keeps texts that can be written. */
    public RecordedExchange {
        step = Excerpt.wellFormed(step);
        url = Excerpt.wellFormed(url);
        requestHeaders =
                requestHeaders.stream().map(RecordedExchange::wellFormed).toList();
        requestBody = Excerpt.wellFormed(requestBody);
        responseHeaders =
                responseHeaders.stream().map(RecordedExchange::wellFormed).toList();
        responseBody = Excerpt.wellFormed(responseBody);
        failure = Excerpt.wellFormed(failure);
        curl = Excerpt.wellFormed(curl);
    }

    private static Header wellFormed(Header header) {
        return new Header(Excerpt.wellFormed(header.name()), Excerpt.wellFormed(header.value()));
    }
}

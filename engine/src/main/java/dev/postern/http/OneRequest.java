package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.Optional;

/**
 * Lets through only what is one request to every server. A line break in a token, a cookie or a path that came from
 * somebody else would end the request early, and what follows would be another one, which no link has counted and no guard
 * has seen (RFC 9112 11.1 and 11.2).
 */
final class OneRequest implements Link {

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        return fault(request)
                .map(words -> Link.refusal(request, Failure.NOT_ONE_REQUEST, words))
                .orElseGet(() -> onward.send(request));
    }

    private static Optional<String> fault(WireRequest request) {
        if (breaks(request.method())) {
            return broken("the method");
        }
        if (breaks(request.target())) {
            return broken("the path or the query");
        }
        for (var header : request.headers()) {
            if (breaks(header.name()) || breaks(header.value())) {
                return broken("the header field " + header.name().replaceAll("[\\x00-\\x1f]", "?"));
            }
        }
        return framing(request);
    }

    private static Optional<String> broken(String where) {
        return Optional.of("what would leave is not one request: " + where
                + " holds a line break, as a hostile issuer or target may have put there");
    }

    /** A false length leaves a rest, which a server takes for the next request. */
    private static Optional<String> framing(WireRequest request) {
        if (request.headers().stream().anyMatch(header -> header.is("Transfer-Encoding"))) {
            return Optional.of("what would leave may not be one request: Transfer-Encoding is set, and bodies are sent"
                    + " with their length");
        }
        var length = Integer.toString(request.body().length());
        var isRight = request.headers().stream()
                .filter(header -> header.is("Content-Length"))
                .allMatch(header -> header.value().equals(length));
        return isRight
                ? Optional.empty()
                : Optional.of("what would leave is not one request: Content-Length is not the length of the body");
    }

    private static boolean breaks(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }
}

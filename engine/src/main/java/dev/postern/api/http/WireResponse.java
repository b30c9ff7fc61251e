package dev.postern.api.http;

import java.util.List;
import java.util.Optional;

/**
 * One response as it came back.
 *
 * @param status the status code
 * @param headers the header fields in order, as received
 * @param body the body after content decoding, at most the door's limit of bytes
 * @param truncated whether the body was longer than the limit
 */
public record WireResponse(int status, List<Header> headers, Content body, boolean truncated) {

    /** Keeps an immutable copy of the headers. */
    public WireResponse {
        headers = List.copyOf(headers);
    }

    /** The first field of that name, if any. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** All fields of that name, in order. */
    public List<String> headers(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).toList();
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Status and length only: headers and body may hold a credential. */
    @Override
    public String toString() {
        return status + ", " + body;
    }
}

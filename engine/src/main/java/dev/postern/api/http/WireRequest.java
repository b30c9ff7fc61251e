package dev.postern.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One request, exactly as it is to be sent: the door adds {@code Host} and the framing of the body where they are
 * absent, and nothing else.
 *
 * @param origin where it goes
 * @param method the method as written: {@code GET}, but {@code get} and {@code FOO} too
 * @param target the request target as written, path and query, not encoded again (RFC 9112 3.2)
 * @param headers the header fields in order; names may repeat
 * @param body the body, {@link Content#NONE} for none
 */
public record WireRequest(Origin origin, String method, String target, List<Header> headers, Content body) {

    /** Keeps an immutable copy of the headers. */
    public WireRequest {
        headers = List.copyOf(headers);
    }

    /** A request without headers and body. */
    public static WireRequest of(Origin origin, String method, String target) {
        return new WireRequest(origin, method, target, List.of(), Content.NONE);
    }

    /** The first field of that name, if any. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst();
    }

    /** This request with one more header field at the end. */
    public WireRequest plus(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(new Header(name, value));
        return new WireRequest(origin, method, target, all, body);
    }

    /** This request with one field of that name, in place of all that it had. */
    public WireRequest with(String name, String value) {
        return without(h -> h.is(name)).plus(name, value);
    }

    /** This request without the fields of that name. */
    public WireRequest without(String name) {
        return without(h -> h.is(name));
    }

    /** This request without the fields that match. */
    public WireRequest without(Predicate<Header> unwanted) {
        return new WireRequest(
                origin,
                method,
                target,
                headers.stream().filter(unwanted.negate()).toList(),
                body);
    }

    /** This request sent to another origin. */
    public WireRequest to(Origin other) {
        return new WireRequest(other, method, target, headers, body);
    }

    /** This request with another request target. */
    public WireRequest withTarget(String other) {
        return new WireRequest(origin, method, other, headers, body);
    }

    /** This request with another method. */
    public WireRequest withMethod(String other) {
        return new WireRequest(origin, other, target, headers, body);
    }

    /** This request with another body. */
    public WireRequest withBody(Content other) {
        return new WireRequest(origin, method, target, headers, other);
    }

    /** This request with one more query parameter, whose name and value are already encoded. */
    public WireRequest plusQuery(String encodedName, String encodedValue) {
        return withTarget(target + (target.contains("?") ? "&" : "?") + encodedName + "=" + encodedValue);
    }

    /** Whether the method is safe: reads and does not change (RFC 9110 9.2.1). */
    public boolean isSafe() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** Method and origin only: target, headers and body may hold a credential. */
    @Override
    public String toString() {
        return method + " " + origin;
    }
}

package dev.postern.checks.access;

import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.api.check.Attempt;
import dev.postern.api.http.Content;
import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;
import java.util.Optional;

/** What a client claims about itself outside its credential: a header, a query parameter or a cookie. */
record Hint(Place in, String name, String value) {

    /** Where the claim is made. */
    enum Place {
        HEADER,
        QUERY,
        COOKIE,
        /** A member of a JSON object, or a field of a form. */
        BODY
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "application/x-www-form-urlencoded";

    static Hint header(String name, String value) {
        return new Hint(Place.HEADER, name, value);
    }

    static Hint query(String name, String value) {
        return new Hint(Place.QUERY, name, value);
    }

    static Hint cookie(String name, String value) {
        return new Hint(Place.COOKIE, name, value);
    }

    static Hint body(String name, String value) {
        return new Hint(Place.BODY, name, value);
    }

    /** Whether the request has such a place: of bodies JSON objects and forms that do not name it themselves. */
    boolean fits(WireRequest request) {
        return in != Place.BODY
                || json(request).filter(object -> !object.has(name)).isPresent()
                || (isForm(request) && !request.body().text().matches("(.*&)?" + name + "=.*"));
    }

    private static boolean isForm(WireRequest request) {
        return request.header("Content-Type")
                .filter(type -> type.startsWith(FORM))
                .isPresent();
    }

    private static Optional<ObjectNode> json(WireRequest request) {
        try {
            return JSON.readTree(request.body().text()) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private WireRequest inBody(WireRequest request) {
        var pair = Percent.encode(name) + "=" + Percent.encode(value);
        return request.withBody(json(request)
                .map(object -> Content.of(object.put(name, value).toString()))
                .orElseGet(() -> {
                    var form = request.body().text();
                    return Content.of(form.isEmpty() ? pair : form + "&" + pair);
                }));
    }

    /** The request with this claim besides what it says already. */
    WireRequest addTo(WireRequest request) {
        return switch (in) {
            case HEADER -> request.plus(name, value);
            case QUERY -> request.plusQuery(Percent.encode(name), Percent.encode(value));
            case BODY -> inBody(request);
            // RFC 6265 5.4: a client sends one Cookie field.
            case COOKIE ->
                request.with(
                        "Cookie",
                        request.header("Cookie").map(c -> c + "; ").orElse("") + name + "=" + Percent.encode(value));
        };
    }

    /** The attempt with this hint; a strict API may refuse a parameter that it does not know. */
    Attempt tolerated(Attempt attempt) {
        return in == Place.QUERY || in == Place.BODY ? attempt.tolerating(NOT_ROUTED) : attempt;
    }

    /** As a label has it. */
    String label() {
        return switch (in) {
            case HEADER -> name + ": " + value;
            case QUERY -> "?" + name + "=" + value;
            case COOKIE -> "cookie " + name + "=" + value;
            case BODY -> name + "=" + value + " in the body";
        };
    }
}

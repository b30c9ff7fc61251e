package dev.postern.checks.access;

import static dev.postern.api.check.Attempt.Tolerated.NOT_ROUTED;

import dev.postern.api.check.Attempt;
import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;

/** What a client claims about itself outside its credential: a header, a query parameter or a cookie. */
record Hint(Place in, String name, String value) {

    /** Where the claim is made. */
    enum Place {
        HEADER,
        QUERY,
        COOKIE
    }

    static Hint header(String name, String value) {
        return new Hint(Place.HEADER, name, value);
    }

    static Hint query(String name, String value) {
        return new Hint(Place.QUERY, name, value);
    }

    static Hint cookie(String name, String value) {
        return new Hint(Place.COOKIE, name, value);
    }

    /** The request with this claim besides what it says already. */
    WireRequest addTo(WireRequest request) {
        return switch (in) {
            case HEADER -> request.plus(name, value);
            case QUERY -> request.plusQuery(Percent.encode(name), Percent.encode(value));
            // RFC 6265 5.4: a client sends one Cookie field.
            case COOKIE ->
                request.with(
                        "Cookie",
                        request.header("Cookie").map(c -> c + "; ").orElse("") + name + "=" + Percent.encode(value));
        };
    }

    /** The attempt with this hint; a strict API may refuse a parameter that it does not know. */
    Attempt tolerated(Attempt attempt) {
        return in == Place.QUERY ? attempt.tolerating(NOT_ROUTED) : attempt;
    }

    /** As a label has it. */
    String label() {
        return switch (in) {
            case HEADER -> name + ": " + value;
            case QUERY -> "?" + name + "=" + value;
            case COOKIE -> "cookie " + name + "=" + value;
        };
    }
}

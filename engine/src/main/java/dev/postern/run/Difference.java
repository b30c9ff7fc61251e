package dev.postern.run;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one request has beyond another.
 *
 * @param headers header fields that only it has
 * @param parameters query parameters, as {@code name=value}, that only it has
 * @param body its body, where it has another one
 */
record Difference(List<Header> headers, List<String> parameters, Optional<Content> body) {

    static Difference between(WireRequest plain, WireRequest changed) {
        var headers = new ArrayList<>(changed.headers());
        headers.removeAll(plain.headers());
        var parameters = new ArrayList<>(parameters(changed));
        parameters.removeAll(parameters(plain));
        return new Difference(
                headers, parameters, Optional.of(changed.body()).filter(body -> !body.equals(plain.body())));
    }

    private static List<String> parameters(WireRequest request) {
        var parts = request.target().split("\\?", 2);
        return parts.length == 1 ? List.of() : Arrays.asList(parts[1].split("&"));
    }

    /** Another request with what that one had beyond its own. */
    WireRequest onto(WireRequest request) {
        var changed = body.map(request::withBody).orElse(request);
        for (var header : headers) {
            changed = changed.with(header.name(), header.value());
        }
        for (var parameter : parameters) {
            var pair = parameter.split("=", 2);
            changed = changed.plusQuery(pair[0], pair.length == 1 ? "" : pair[1]);
        }
        return changed;
    }
}

package dev.postern.samples;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as the API sees it.
 *
 * @param headers all values by lower-case name
 * @param query all values by name, decoded
 * @param secure whether it came over TLS
 */
record Call(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Map<String, String> cookies,
        String body,
        boolean secure) {

    List<String> headerValues(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    Optional<String> header(String name) {
        return headerValues(name).stream().findFirst();
    }

    Optional<String> queryValue(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /** The parameters of a form body; a repeated parameter is refused, as RFC 6749 3.2 demands. */
    Map<String, String> form() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters(body).forEach((name, values) -> {
            if (values.size() > 1) {
                throw new Refusal(Answer.json(
                        400, Map.of("error", "invalid_request", "error_description", "repeated parameter: " + name)));
            }
            parameters.put(name, values.get(0));
        });
        return parameters;
    }

    /** Reads {@code application/x-www-form-urlencoded} text; what cannot be decoded is kept as it came. */
    static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decoded(name), key -> new ArrayList<>())
                        .add(decoded(value));
            }
        }
        return parameters;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException lonePercent) {
            return text;
        }
    }
}

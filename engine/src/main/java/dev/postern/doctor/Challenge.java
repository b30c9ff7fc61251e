package dev.postern.doctor;

import dev.postern.api.http.WireResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a target asks for a credential (RFC 9110 11.6.1, RFC 6750 3).
 *
 * @param scheme in lower case: {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    /** A scheme, or a parameter with its value as a quoted text or a token; anything else is passed over. */
    private static final Pattern PART = Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+)"
            + "(?:[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"=]{0,2000})(?=[\\s,]|$)))?");

    /** All challenges of an answer, in order; what cannot be read is left out. */
    static List<Challenge> of(WireResponse response) {
        var all = new ArrayList<Challenge>();
        for (var field : response.headers("WWW-Authenticate")) {
            var part = PART.matcher(field);
            while (part.find()) {
                var quoted = part.group(2);
                var value = quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
                var name = part.group(1).toLowerCase(Locale.ROOT);
                if (value == null) {
                    all.add(new Challenge(name, new LinkedHashMap<>()));
                } else if (!all.isEmpty()) {
                    all.get(all.size() - 1).parameters().putIfAbsent(name, value);
                }
            }
        }
        return all;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isBlank());
    }
}

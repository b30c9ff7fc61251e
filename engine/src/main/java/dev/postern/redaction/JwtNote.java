package dev.postern.redaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.http.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the protected header of a JWT (RFC 7515 4), which is what most forgeries are about. */
final class JwtNote {

    private static final Pattern COMPACT = Pattern.compile("(ey[A-Za-z0-9_-]+)\\.[^.]*(\\..*)?", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 60;

    private JwtNote() {}

    /**
     * {@code alg=none, kid=…}; empty where the text is no JWT.
     *
     * @param redaction takes secrets out of a value
     */
    static Optional<String> of(String token, UnaryOperator<String> redaction) {
        var matcher = COMPACT.matcher(token);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var header =
                    JSON.readTree(new String(Base64.getUrlDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8));
            return header.isObject() && !header.isEmpty()
                    ? Optional.of(header.properties().stream()
                            .map(member -> member(member, redaction))
                            .collect(Collectors.joining(", ")))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String member(Map.Entry<String, JsonNode> member, UnaryOperator<String> redaction) {
        var value = member.getValue().isContainerNode() && !member.getValue().isEmpty()
                ? "…"
                : redaction.apply(told(member.getValue()).replaceAll("\\p{Cntrl}", " "));
        return redaction.apply(member.getKey()) + "="
                + (value.length() <= LONGEST ? value : Excerpt.of(value, LONGEST) + "…");
    }

    private static String told(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}

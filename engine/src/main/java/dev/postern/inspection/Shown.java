package dev.postern.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.postern.forge.claim.SensitiveClaim;
import java.util.Locale;
import java.util.Optional;

/** Values of a token as they may be shown: secrets masked, and nothing in them that moves a terminal. */
final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    /** A copy without the values that look like secrets. */
    static ObjectNode masked(ObjectNode object) {
        var copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> copy.set(member.getKey(), masked(member.getKey(), member.getValue())));
        return copy;
    }

    private static JsonNode masked(String name, JsonNode value) {
        var reason = reason(name, value);
        if (reason.isPresent()) {
            var length = value.isValueNode() ? ", " + value.asText().length() + " characters" : "";
            return TextNode.valueOf("*** (" + reason.get() + length + ")");
        }
        if (value instanceof ObjectNode object) {
            return masked(object);
        }
        if (value instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(masked(name, element)));
            return copy;
        }
        return value;
    }

    /** What a value is, if it must not be shown. */
    static Optional<String> reason(String name, JsonNode value) {
        return SensitiveClaim.reason(name, value)
                .or(() -> value.isTextual() && TokenText.isCompact(value.textValue())
                        ? Optional.of("a token")
                        : Optional.empty());
    }

    /** A text as it is, anything else as JSON; cut where it is long. */
    static String value(JsonNode value) {
        return safe(value.isTextual() ? value.textValue() : value.toString());
    }

    /** Without control characters, and without the marks by which text is made to look like another. */
    static String safe(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST
                ? shown + "… (" + text.length() + " characters)"
                : shown.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

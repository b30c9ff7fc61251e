package dev.postern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers as JSON writes them (RFC 8259 6); YAML 1.2 has them too. All else, {@code 017} and {@code 1_0}, is a text. */
final class Numbers {

    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,100})?(?:[eE][-+]?[0-9]{1,5})?");

    private Numbers() {}

    static boolean isNumber(String text) {
        return text.length() <= 220 && NUMBER.matcher(text).matches();
    }

    static JsonNode node(String text) {
        var make = JsonNodeFactory.instance;
        if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return make.numberNode(Double.parseDouble(text));
        }
        return text.length() < 18 ? make.numberNode(Long.parseLong(text)) : make.numberNode(new BigInteger(text));
    }
}

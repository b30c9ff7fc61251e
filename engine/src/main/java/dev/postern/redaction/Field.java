package dev.postern.redaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A field of a form, or a text in a JSON body with the name of its member. */
record Field(String name, String value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Field> of(String body) {
        var fields = new ArrayList<Field>();
        try {
            collect("", JSON.readTree(body), fields);
        } catch (JsonProcessingException e) {
            form(body, fields);
        }
        return fields;
    }

    private static void collect(String name, JsonNode node, List<Field> fields) {
        if (node.isObject()) {
            node.properties().forEach(member -> collect(member.getKey(), member.getValue(), fields));
        } else if (node.isArray()) {
            node.forEach(element -> collect(name, element, fields));
        } else if (node.isTextual()) {
            fields.add(new Field(name, node.textValue()));
        }
    }

    private static void form(String body, List<Field> fields) {
        for (var pair : body.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals >= 0) {
                fields.add(new Field(pair.substring(0, equals), decoded(pair.substring(equals + 1))));
            }
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** The name only: the value may be a secret. */
    @Override
    public String toString() {
        return name + "=…";
    }
}

package dev.postern.inspection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a token as JSON.
 *
 * @param object what it says, of a member given twice the last; empty if it is no JSON object
 * @param duplicates names of members given more than once, at any depth
 */
record JsonPart(Optional<ObjectNode> object, List<String> duplicates) {
    static final JsonPart NONE = new JsonPart(Optional.empty(), List.of());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static JsonPart of(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode value = MAPPER.readTree(text);
            return value instanceof ObjectNode object ? new JsonPart(Optional.of(object), duplicatesIn(text)) : NONE;
        } catch (CharacterCodingException notText) {
            return NONE;
        } catch (IOException notJson) {
            return NONE;
        }
    }

    private static List<String> duplicatesIn(String json) throws IOException {
        var found = new ArrayList<String>();
        Deque<Set<String>> open = new ArrayDeque<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    open.push(new HashSet<>());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop();
                } else if (token == JsonToken.FIELD_NAME && !open.element().add(parser.currentName())) {
                    found.add(parser.currentName());
                }
            }
        }
        return found.stream().distinct().toList();
    }
}

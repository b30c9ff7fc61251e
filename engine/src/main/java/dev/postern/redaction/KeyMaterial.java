package dev.postern.redaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is secret in a key: not the words that frame it, which stand in messages and in every other key. */
final class KeyMaterial {

    /** RFC 7518 6.2.2, 6.3.2, 6.4.1. */
    private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "k", "r", "t");

    private static final ObjectMapper JSON = new ObjectMapper();

    private KeyMaterial() {}

    /** The lines of a PEM between its frames, the private members of a JWK, or the text itself. */
    static List<String> secretsIn(String secret) {
        if (secret.contains("-----BEGIN ")) {
            return Stream.of(secret.split("\\R|\\\\n"))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("-----"))
                    .toList();
        }
        return secret.contains("\"kty\"") ? ofJwk(secret) : List.of(secret);
    }

    private static List<String> ofJwk(String secret) {
        try {
            var members = members(JSON.readTree(secret)).toList();
            return members.isEmpty() ? List.of(secret) : members;
        } catch (JsonProcessingException e) {
            return List.of(secret);
        }
    }

    private static Stream<String> members(JsonNode node) {
        return node.isObject()
                ? node.properties().stream()
                        .flatMap(member -> member.getValue().isTextual() && PRIVATE_MEMBERS.contains(member.getKey())
                                ? Stream.of(member.getValue().textValue())
                                : members(member.getValue()))
                : Stream.iterate(0, i -> i < node.size(), i -> i + 1).flatMap(i -> members(node.get(i)));
    }
}

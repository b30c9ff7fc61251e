package dev.postern.forge;

import java.util.List;

/** The keys of a JWK set (RFC 7517 5) as the texts they are; a single JWK is a set of one. */
final class JwkSetText {
    private JwkSetText() {}

    /**
     * Reads the texts, whatever kind of keys they are.
     *
     * @throws UnusableKeyException if the text is no JSON object, or its {@code keys} are no array
     */
    static List<String> keys(String json) {
        try {
            JsonText object = JsonText.of("JWK", json);
            return object.has("keys")
                    ? JsonText.elements("JWK set", object.value("keys").orElse("[]"))
                    : List.of(json);
        } catch (MalformedTokenException notJson) {
            throw new UnusableKeyException(
                    "The key begins like a JWK and is no well-formed JSON object, or its \"keys\" are no array.");
        }
    }
}

package dev.postern.stacks;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A token taken apart by hand.
 *
 * @param signedText what the signature is over
 * @param signatureText the signature in base64url
 */
record Jws(JsonNode header, JsonNode claims, String signedText, String signatureText) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a compact serialization; the signature may be empty.
     *
     * @throws IllegalArgumentException where the text is none
     * @throws IOException where a part is not JSON
     */
    static Jws parse(String token) throws IOException {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a JWS has three parts");
        }
        return new Jws(object(parts[0]), object(parts[1]), parts[0] + "." + parts[1], parts[2]);
    }

    private static JsonNode object(String part) throws IOException {
        var node = JSON.readTree(Base64.getUrlDecoder().decode(part));
        if (!node.isObject()) {
            throw new IllegalArgumentException("a JSON object is wanted");
        }
        return node;
    }

    byte[] signed() {
        return signedText.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signature() {
        return Base64.getUrlDecoder().decode(signatureText);
    }

    String alg() {
        return header.path("alg").asText();
    }

    String kid() {
        return header.path("kid").textValue();
    }
}

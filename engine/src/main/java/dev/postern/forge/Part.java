package dev.postern.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The header or the payload of a token: its bytes, and the very characters that stood for them. */
final class Part {
    private final String name;
    private final String encoded;
    private final byte[] bytes;

    private Part(String name, String encoded, byte[] bytes) {
        this.name = name;
        this.encoded = encoded;
        this.bytes = bytes;
    }

    static Part received(String name, String encoded) {
        return new Part(name, encoded, Base64Url.decode(name, encoded));
    }

    /** Characters that need not be base64; of those that are not, no byte can be read. */
    static Part spelled(String name, String encoded) {
        boolean isReadable = !Base64Url.flaws(encoded).contains(TokenPart.Flaw.UNREADABLE);
        return new Part(name, encoded, isReadable ? Base64Url.decode(name, encoded) : new byte[0]);
    }

    static Part of(String name, byte[] bytes) {
        return new Part(name, Base64Url.encode(bytes), bytes.clone());
    }

    static Part of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    String encoded() {
        return encoded;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    JsonText json() {
        return JsonText.of(name, text());
    }

    ObjectNode object() {
        JsonNode value = Json.read(text())
                .orElseThrow(() -> new MalformedTokenException("The " + name + " cannot be read as JSON."));
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedTokenException("The " + name + " is JSON, but no object.");
    }

    /** A part that the edit leaves as it was keeps its received spelling. */
    Part edit(UnaryOperator<JsonText> edit) {
        JsonText before = json();
        String after = edit.apply(before).text();
        return after.equals(before.text()) ? this : of(name, after);
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedTokenException(
                    "The " + name + " (" + bytes.length + " bytes) is not UTF-8 text, so it is no JSON.");
        }
    }
}

package dev.postern.samples;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A token taken apart and not yet believed.
 *
 * @param signature the third part as it was written; empty if there was none
 */
record Jws(String signedText, String signature, Map<String, Object> header, Map<String, Object> payload) {
    private static final ObjectMapper STRICT_JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper LENIENT_JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Says that a text is no token at all, which is something else than a token that is not valid. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why, Throwable cause) {
            super(why, cause);
        }
    }

    static Jws parse(String token) throws Malformed {
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 2 && parts.size() != 3) {
            throw new Malformed("a token has three parts", null);
        }
        return new Jws(
                parts.get(0) + "." + parts.get(1),
                parts.size() == 3 ? parts.get(2) : "",
                object(parts.get(0)),
                object(parts.get(1)));
    }

    /** As {@link #parse}, by a parser that keeps the first of two members of one name. */
    static Jws parseFirstMembers(String token) throws Malformed {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new Malformed("a token has three parts", null);
        }
        return new Jws(parts[0] + "." + parts[1], parts[2], firstMembers(parts[0]), firstMembers(parts[1]));
    }

    /** Claims without a signature, as JSON. */
    static Jws ofClaims(String json) throws Malformed {
        return ofEncodedClaims(
                Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Claims without a signature, in base64url. */
    static Jws ofEncodedClaims(String payload) throws Malformed {
        return new Jws("." + payload, "", Map.of("typ", "at+jwt"), object(payload));
    }

    Jws withPayload(String encoded) throws Malformed {
        return new Jws(signedText, signature, header, object(encoded));
    }

    String algorithm() {
        return header.get("alg") instanceof String algorithm ? algorithm : "";
    }

    String keyId() {
        return header.get("kid") instanceof String keyId ? keyId : "";
    }

    byte[] signedBytes() {
        return signedText.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signatureBytes() {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Whether the signature is spelt in the one way RFC 7515 allows: no padding, unused bits zero. */
    boolean signatureIsCanonical() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(signatureBytes())
                .equals(signature);
    }

    private static Map<String, Object> firstMembers(String part) throws Malformed {
        try {
            FirstMembers members = LENIENT_JSON.readValue(Base64.getUrlDecoder().decode(part), FirstMembers.class);
            if (members == null) {
                throw new Malformed("a part of a token is a JSON object, not null", null);
            }
            return members;
        } catch (IllegalArgumentException | IOException e) {
            throw new Malformed("a part of a token is a JSON object in base64url", e);
        }
    }

    /** Of two members of one name the first stays. */
    private static final class FirstMembers extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;

        @Override
        public Object put(String name, Object value) {
            return putIfAbsent(name, value);
        }
    }

    private static Map<String, Object> object(String part) throws Malformed {
        try {
            Map<String, Object> members =
                    STRICT_JSON.readValue(Base64.getUrlDecoder().decode(part), OBJECT);
            if (members == null) {
                throw new Malformed("a part of a token is a JSON object, not null", null);
            }
            return members;
        } catch (IllegalArgumentException | IOException e) {
            throw new Malformed("a part of a token is a JSON object in base64url", e);
        }
    }
}

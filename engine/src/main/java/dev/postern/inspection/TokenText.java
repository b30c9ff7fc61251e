package dev.postern.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenPart;
import dev.postern.forge.TokenView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text taken apart, as far as it can be.
 *
 * @param text the token without what people copy along with it
 * @param compact the same as parts between dots, without white space
 * @param header the first part, where the token is one of JOSE
 * @param payload the second part of a signed one
 */
record TokenText(TokenKind kind, String text, String compact, JsonPart header, JsonPart payload) {
    private static final Pattern COPIED_ALONG = Pattern.compile("(?i)^(authorization:\\s*)?bearer(\\s+|$)");
    private static final Pattern PASETO =
            Pattern.compile("v[1-9]\\.(local|public)\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?");
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]{2,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*)?");
    /** How a JSON object begins in base64. */
    private static final Pattern JSON_IN_BASE64 = Pattern.compile("(ey|ew).*", Pattern.DOTALL);

    /**
     * @throws UnreadableTokenException if it is no token
     */
    static TokenText of(String given) {
        var text = unquoted(
                COPIED_ALONG.matcher(unquoted(given.strip())).replaceFirst("").strip());
        if (text.isEmpty()) {
            throw new UnreadableTokenException("there is no token: the text is empty");
        }
        if (text.startsWith("{")) {
            return ofJson(text);
        }
        if (PASETO.matcher(text).matches()) {
            return new TokenText(TokenKind.PASETO, text, text, JsonPart.NONE, JsonPart.NONE);
        }
        var compact = text.replaceAll("\\s+", "");
        var parts = TokenPart.of(compact);
        var header = json(parts.get(0));
        if (header.object().isPresent() && (parts.size() == 2 || parts.size() == 3 || parts.size() == 5)) {
            return jose(text, compact, parts, header);
        }
        if (JSON_IN_BASE64.matcher(text).matches()
                && (parts.size() > 1 || header.object().isPresent())) {
            throw new UnreadableTokenException(damage(parts, header));
        }
        if (!compact.equals(text)) {
            throw new UnreadableTokenException(
                    "the text has several words and is no token: give the token alone, as it stands after \"Bearer \"");
        }
        return new TokenText(TokenKind.OPAQUE, text, text, JsonPart.NONE, JsonPart.NONE);
    }

    /** Whether a text is a compact JWS or JWE. */
    static boolean isCompact(String text) {
        return COMPACT.matcher(text).matches()
                && json(TokenPart.of(text).get(0)).object().isPresent();
    }

    List<TokenPart> parts() {
        return TokenPart.of(compact);
    }

    /** Header and claims, where both can be read. */
    Optional<TokenView> view() {
        try {
            return kind.hasClaims() ? Optional.of(TokenView.of(compact)) : Optional.empty();
        } catch (MalformedTokenException unreadable) {
            return Optional.empty();
        }
    }

    ObjectNode headers() {
        return header.object().orElseThrow();
    }

    private static TokenText jose(String text, String compact, List<TokenPart> parts, JsonPart header) {
        var isNested = header.object().orElseThrow().path("cty").asText().matches("(?i)(application/)?jwt");
        if (parts.size() == 5) {
            return new TokenText(isNested ? TokenKind.NESTED_JWE : TokenKind.JWE, text, compact, header, JsonPart.NONE);
        }
        var inner = parts.get(1).bytes().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        if (inner.filter(TokenText::isCompact).isPresent()) {
            return new TokenText(TokenKind.NESTED_JWS, text, compact, header, JsonPart.NONE);
        }
        var isUnsigned = parts.size() == 2 || parts.get(2).encoded().isEmpty();
        return new TokenText(
                isUnsigned ? TokenKind.UNSECURED : TokenKind.JWS, text, compact, header, json(parts.get(1)));
    }

    private static TokenText ofJson(String text) {
        var object = JsonPart.of(text.getBytes(StandardCharsets.UTF_8)).object();
        JsonNode jws = object.<JsonNode>map(node -> node)
                .orElseThrow(() -> new UnreadableTokenException(
                        "the text begins like JSON and is none, so it is no token either"));
        if (jws.path("access_token").isTextual()) {
            throw new UnreadableTokenException(
                    "this is the answer of a token endpoint: give the text of its access_token alone");
        }
        var signature =
                jws.path("signatures").isArray() ? jws.path("signatures").path(0) : jws;
        var compact =
                signature.path("protected").asText() + "." + jws.path("payload").asText() + "."
                        + signature.path("signature").asText();
        var header = json(TokenPart.of(compact).get(0));
        if (!jws.path("payload").isTextual() || header.object().isEmpty()) {
            throw new UnreadableTokenException(
                    "the text is JSON, but no JWS: it has no payload with a protected header");
        }
        return new TokenText(
                TokenKind.JWS_JSON,
                text,
                compact,
                header,
                json(TokenPart.of(compact).get(1)));
    }

    private static JsonPart json(TokenPart part) {
        return part.bytes().map(JsonPart::of).orElse(JsonPart.NONE);
    }

    private static String damage(List<TokenPart> parts, JsonPart header) {
        return header.object().isPresent()
                ? "the text begins like a JWT, but has " + parts.size() + (parts.size() == 1 ? " part" : " parts")
                        + " between dots: a signed one has three, an encrypted one five; was it cut off?"
                : "the text begins like a JWT, but its header is no JSON object in base64url: was it cut off or altered?";
    }

    private static String unquoted(String text) {
        return text.length() > 1
                        && "\"'".indexOf(text.charAt(0)) >= 0
                        && text.charAt(0) == text.charAt(text.length() - 1)
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** Its kind only. */
    @Override
    public String toString() {
        return "TokenText[" + kind + "]";
    }
}

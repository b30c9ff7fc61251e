package dev.postern.checks.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.postern.api.http.WireResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** An answer of the token endpoint, successful or not (RFC 6749 5.1, 5.2), read without complaint. */
public final class TokenAnswer {

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode body;

    private TokenAnswer(JsonNode body) {
        this.body = body;
    }

    /** Reads an answer; one that is not a JSON object has no members. */
    public static TokenAnswer of(WireResponse response) {
        try {
            return new TokenAnswer(JSON.readTree(response.body().bytes()));
        } catch (JsonProcessingException notJson) {
            return new TokenAnswer(MissingNode.getInstance());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The access token. */
    public Optional<String> accessToken() {
        return text("access_token");
    }

    /** The refresh token. */
    public Optional<String> refreshToken() {
        return text("refresh_token");
    }

    /** The error code. */
    public Optional<String> error() {
        return text("error");
    }

    /** {@code expires_in} as it was sent, number or text; empty where it is absent or null. */
    public Optional<String> expiresIn() {
        var value = body.path("expires_in");
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private Optional<String> text(String member) {
        return Optional.ofNullable(body.path(member).textValue()).filter(text -> !text.isEmpty());
    }

    /** Nothing of the answer: it holds tokens. */
    @Override
    public String toString() {
        return "TokenAnswer";
    }
}

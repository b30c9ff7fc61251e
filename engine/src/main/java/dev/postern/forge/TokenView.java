package dev.postern.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a token says, read leniently: a member that is missing or of the wrong type is empty, and of one given twice the
 * last counts, as with most parsers. Nothing is verified.
 */
public final class TokenView {
    private final ObjectNode headers;
    private final ObjectNode claims;

    TokenView(ObjectNode headers, ObjectNode claims) {
        this.headers = headers;
        this.claims = claims;
    }

    /**
     * Reads a received token.
     *
     * @throws MalformedTokenException if the text is no JWT whose header and payload are JSON objects
     */
    public static TokenView of(String token) {
        return Draft.from(token).view();
    }

    /** RFC 7515 4.1.1. */
    public Optional<String> alg() {
        return text(headers, "alg");
    }

    /** RFC 7515 4.1.4. */
    public Optional<String> kid() {
        return text(headers, "kid");
    }

    /** RFC 7515 4.1.9. */
    public Optional<String> typ() {
        return text(headers, "typ");
    }

    /** RFC 7519 4.1.1. */
    public Optional<String> iss() {
        return text(claims, "iss");
    }

    /** RFC 7519 4.1.2. */
    public Optional<String> sub() {
        return text(claims, "sub");
    }

    /** RFC 7519 4.1.3: one string or several. */
    public List<String> aud() {
        JsonNode audience = claims.path("aud");
        return audience.isTextual()
                ? List.of(audience.textValue())
                : StreamSupport.stream(audience.spliterator(), false)
                        .filter(each -> audience.isArray() && each.isTextual())
                        .map(JsonNode::textValue)
                        .toList();
    }

    /** RFC 7519 4.1.4. */
    public Optional<Instant> exp() {
        return numericDate("exp");
    }

    /** RFC 7519 4.1.5. */
    public Optional<Instant> nbf() {
        return numericDate("nbf");
    }

    /** RFC 7519 4.1.6. */
    public Optional<Instant> iat() {
        return numericDate("iat");
    }

    /** RFC 7519 4.1.7. */
    public Optional<String> jti() {
        return text(claims, "jti");
    }

    public Optional<JsonNode> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(JsonNode::deepCopy);
    }

    public Optional<JsonNode> claim(String name) {
        return Optional.ofNullable(claims.get(name)).map(JsonNode::deepCopy);
    }

    /** Says the algorithm and the key id; claims are left out, for they tell of people. */
    @Override
    public String toString() {
        return "TokenView[alg " + alg().orElse("missing") + ", kid " + kid().orElse("missing") + "]";
    }

    private static Optional<String> text(ObjectNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue());
    }

    /** A NumericDate (RFC 7519 2), with its fraction cut off; empty if it is no number, or none that is a moment. */
    private Optional<Instant> numericDate(String name) {
        JsonNode value = claims.path(name);
        if (!value.isNumber()) {
            return Optional.empty();
        }
        BigDecimal seconds = value.decimalValue();
        // Compared before it is converted: 1e999999999 as an integer would fill the memory.
        boolean isMoment = seconds.compareTo(BigDecimal.valueOf(Instant.MIN.getEpochSecond())) >= 0
                && seconds.compareTo(BigDecimal.valueOf(Instant.MAX.getEpochSecond())) <= 0;
        return isMoment ? Optional.of(Instant.ofEpochSecond(seconds.longValue())) : Optional.empty();
    }
}

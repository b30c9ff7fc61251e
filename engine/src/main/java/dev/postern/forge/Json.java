package dev.postern.forge;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** JSON values to text and back. Instants are NumericDates: seconds since the epoch (RFC 7519 2). */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // A lone surrogate has no UTF-8 form, but it has an escaped one: what is written can be read back.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantAsNumericDate())
                    .addSerializer(Date.class, new DateAsNumericDate()))
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(
                    "A value of type " + value.getClass().getName() + " cannot be written as JSON.", notJson);
        }
    }

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static final class InstantAsNumericDate extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantAsNumericDate() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.getEpochSecond());
        }
    }

    private static final class DateAsNumericDate extends StdSerializer<Date> {
        private static final long serialVersionUID = 1L;

        DateAsNumericDate() {
            super(Date.class);
        }

        @Override
        public void serialize(Date value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.toInstant().getEpochSecond());
        }
    }
}

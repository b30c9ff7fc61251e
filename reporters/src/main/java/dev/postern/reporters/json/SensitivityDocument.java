package dev.postern.reporters.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.api.audit.Sensitivity;
import java.io.IOException;
import java.util.Locale;

/** Writes what the checks would have noticed, field by field. */
final class SensitivityDocument {

    private final JsonGenerator json;

    SensitivityDocument(JsonGenerator json) {
        this.json = json;
    }

    void write(Sensitivity sensitivity) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", "postern-sensitivity");
        json.writeNumberField("formatVersion", 1);
        json.writeStringField("toolVersion", sensitivity.toolVersion());
        json.writeStringField("target", sensitivity.plan().target().name());
        json.writeStringField("startedAt", sensitivity.startedAt().toString());
        json.writeStringField("endedAt", sensitivity.endedAt().toString());
        json.writeNumberField("requests", sensitivity.requests());
        json.writeBooleanField("proved", sensitivity.isProved());
        json.writeArrayFieldStart("cases");
        for (var row : sensitivity.rows()) {
            json.writeStartObject();
            json.writeStringField("id", row.planned().id());
            json.writeStringField("check", row.planned().checkId());
            json.writeStringField("operation", row.planned().operation());
            json.writeStringField("detection", row.detection().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("noticed", row.noticed());
            json.writeNumberField("attempts", row.attempts());
            json.writeStringField("words", row.words());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

package dev.postern.reporters.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.http.Header;
import dev.postern.reporters.summary.HttpMessage;
import dev.postern.reporters.summary.VisibleText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trials and exchanges of all cases as JSON for the page's script. Each text and each exchange is kept once: the
 * controls of an operation are the same in all of its cases.
 *
 * <pre>{s: texts, x: exchanges [method and URL, [request headers], body, status line, [response headers], body, curl,
 * ms], c: {case index: trials [kind, label, expected, observed, as expected, words, [exchange indexes]]}}</pre>
 */
final class EvidenceData {

    // What browsers open without delay, with room for the rest of the page.
    private static final int MOST = 11_000_000;
    private static final int[] BODY_LIMITS = {8_000, 1_000, 200, 0};
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<RecordedExchange, Integer> exchanges = new LinkedHashMap<>();
    private final int bodyLimit;

    private EvidenceData(int bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    /** The JSON, with bodies cut shorter the more cases there are; safe within a script element. */
    static String of(Audit audit) throws IOException {
        var json = "";
        for (var limit : BODY_LIMITS) {
            json = new EvidenceData(limit).write(audit);
            if (json.length() <= MOST) {
                break;
            }
        }
        // "<" could end the element or begin a comment.
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private String write(Audit audit) throws IOException {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("c");
            var cases = audit.plan().cases();
            for (var i = 0; i < cases.size(); i++) {
                var result = audit.result(cases.get(i));
                if (result.isPresent() && !result.get().trials().isEmpty()) {
                    json.writeArrayFieldStart(Integer.toString(i));
                    for (var trial : result.get().trials()) {
                        trial(json, trial);
                    }
                    json.writeEndArray();
                }
            }
            json.writeEndObject();
            json.writeArrayFieldStart("x");
            for (var exchange : List.copyOf(exchanges.keySet())) {
                exchange(json, exchange);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("s");
            for (var text : texts.keySet()) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    private void trial(JsonGenerator json, Trial trial) throws IOException {
        json.writeStartArray();
        json.writeNumber(text(EvidenceMarkup.kind(trial.kind())));
        json.writeNumber(text(trial.label()));
        json.writeNumber(text(trial.expected().isEmpty() ? "–" : trial.expected()));
        json.writeNumber(text(EvidenceMarkup.observed(trial)));
        json.writeNumber(trial.asExpected() ? 1 : 0);
        json.writeNumber(text(trial.words()));
        json.writeStartArray();
        for (var exchange : trial.exchanges()) {
            var next = exchanges.size();
            var known = exchanges.putIfAbsent(exchange, next);
            json.writeNumber(known == null ? next : known);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private void exchange(JsonGenerator json, RecordedExchange exchange) throws IOException {
        json.writeStartArray();
        json.writeNumber(text(exchange.method() + " " + exchange.url()));
        headers(json, exchange.requestHeaders());
        json.writeNumber(text(body(exchange.requestBody())));
        json.writeNumber(text(HttpMessage.statusLine(exchange)));
        headers(json, exchange.responseHeaders());
        json.writeNumber(text(body(exchange.responseBody())));
        json.writeNumber(text(exchange.curl()));
        json.writeNumber(exchange.elapsedMillis());
        json.writeEndArray();
    }

    private void headers(JsonGenerator json, List<Header> headers) throws IOException {
        json.writeStartArray();
        for (var header : headers) {
            json.writeNumber(text(VisibleText.line(header.name() + ": " + header.value())));
        }
        json.writeEndArray();
    }

    private String body(String body) {
        return body.length() <= bodyLimit ? body : body.substring(0, bodyLimit) + "\n… (cut here; audit.json has more)";
    }

    private int text(String text) {
        var visible = VisibleText.block(text);
        var next = texts.size();
        var known = texts.putIfAbsent(visible, next);
        return known == null ? next : known;
    }
}

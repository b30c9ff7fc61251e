package dev.postern.reporters.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.http.Excerpt;
import dev.postern.api.http.Header;
import dev.postern.reporters.summary.HttpMessage;
import dev.postern.reporters.summary.VisibleText;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Map<Key, Integer> known = new HashMap<>();
    private final StringWriter written = new StringWriter();
    private final JsonGenerator exchanges;
    private final int bodyLimit;
    private final int most;
    private long size;

    private EvidenceData(int bodyLimit, int most) throws IOException {
        this.bodyLimit = bodyLimit;
        this.most = most;
        this.exchanges = JSON.createGenerator(written);
    }

    /** What an exchange is known by; the exchange itself need not stay in memory for that. */
    private record Key(String step, Instant sentAt, int hash) {
        static Key of(RecordedExchange exchange) {
            return new Key(exchange.step(), exchange.sentAt(), exchange.hashCode());
        }
    }

    /**
     * The JSON, with bodies cut shorter the more cases there are; where even without bodies it would be too much, the last
     * trials come without exchanges. Safe within a script element.
     */
    static String of(Audit audit) throws IOException {
        return of(audit, MOST);
    }

    static String of(Audit audit, int most) throws IOException {
        for (var limit : BODY_LIMITS) {
            var json = new EvidenceData(limit, most).write(audit);
            if (json.isPresent()) {
                return escaped(json.get());
            }
        }
        throw new IllegalStateException("there is always something without bodies");
    }

    /** "<" could end the element or begin a comment. */
    private static String escaped(String json) {
        var out = new StringBuilder(json.length() + json.length() / 16);
        for (var i = 0; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '<' -> out.append("\\u003c");
                case '>' -> out.append("\\u003e");
                case '&' -> out.append("\\u0026");
                default -> out.append(json.charAt(i));
            }
        }
        return out.toString();
    }

    /** Empty if it is too much, and would be less with bodies cut shorter. */
    private Optional<String> write(Audit audit) throws IOException {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            exchanges.writeStartArray();
            json.writeStartObject();
            json.writeObjectFieldStart("c");
            var cases = audit.plan().cases();
            for (var i = 0; i < cases.size(); i++) {
                var result = audit.result(cases.get(i));
                if (result.isPresent() && !result.get().trials().isEmpty()) {
                    json.writeArrayFieldStart(Integer.toString(i));
                    for (var trial : result.get().trials()) {
                        trial(json, trial);
                        if (isFull() && bodyLimit > 0) {
                            return Optional.empty();
                        }
                    }
                    json.writeEndArray();
                }
            }
            json.writeEndObject();
            exchanges.close();
            json.writeFieldName("x");
            json.writeRawValue(written.toString());
            json.writeArrayFieldStart("s");
            for (var text : texts.keySet()) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return Optional.of(out.toString());
    }

    private boolean isFull() {
        return size > most;
    }

    private void trial(JsonGenerator json, Trial trial) throws IOException {
        json.writeStartArray();
        json.writeNumber(text(EvidenceMarkup.kind(trial.kind())));
        json.writeNumber(text(trial.label()));
        json.writeNumber(text(trial.expected().isEmpty() ? "–" : trial.expected()));
        json.writeNumber(text(EvidenceMarkup.observed(trial)));
        json.writeNumber(trial.asExpected() ? 1 : 0);
        json.writeNumber(text(isFull() ? trial.words() + " (audit.json has what was sent)" : trial.words()));
        json.writeStartArray();
        for (var exchange : isFull() ? List.<RecordedExchange>of() : trial.exchanges()) {
            json.writeNumber(index(exchange));
        }
        json.writeEndArray();
        json.writeEndArray();
        size += 40; // what indexes and brackets take
    }

    private int index(RecordedExchange exchange) throws IOException {
        var next = known.size();
        var index = known.putIfAbsent(Key.of(exchange), next);
        if (index != null) {
            return index;
        }
        exchange(exchanges, exchange);
        return next;
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
        size += 80;
    }

    private void headers(JsonGenerator json, List<Header> headers) throws IOException {
        json.writeStartArray();
        for (var header : headers) {
            json.writeNumber(text(VisibleText.line(header.name() + ": " + header.value())));
        }
        json.writeEndArray();
    }

    private String body(String body) {
        return body.length() <= bodyLimit ? body : Excerpt.of(body, bodyLimit) + "\n… (cut here; audit.json has more)";
    }

    private int text(String text) {
        var visible = VisibleText.block(text);
        var next = texts.size();
        var index = texts.putIfAbsent(visible, next);
        if (index != null) {
            return index;
        }
        size += visible.length() + 3L;
        return next;
    }
}

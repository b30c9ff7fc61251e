package dev.postern.reporters.html;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.http.Excerpt;
import dev.postern.reporters.summary.HttpMessage;

/** The trials of a case as a table, with their exchanges. The script draws the same for cases that are opened. */
final class EvidenceMarkup {

    private static final int MOST = 8_000;

    private final Markup html;

    EvidenceMarkup(Markup html) {
        this.html = html;
    }

    void write(CaseResult result) {
        html.open("table", "class", "trials").open("thead").open("tr");
        for (var heading : new String[] {"", "Attempt", "Expected", "Observed", "Why"}) {
            html.element("th", heading, "scope", "col");
        }
        html.close().close();
        result.trials().forEach(this::trial);
        html.closeLine();
    }

    private void trial(Trial trial) {
        html.open("tbody", "class", trial.asExpected() ? "went" : "bad").open("tr");
        html.element("td", kind(trial.kind()), "class", "kind");
        html.element("td", trial.label(), "class", isTried(trial) ? "label tried" : "label");
        cell(
                trial.expected().isEmpty() ? "–" : trial.expected(),
                "must",
                trial.expected().isEmpty() ? "" : "must be");
        cell(observed(trial), "seen", trial.expected().isEmpty() ? "" : "was");
        html.element("td", trial.words(), "class", "words");
        html.close();
        if (!trial.exchanges().isEmpty()) {
            html.open("tr", "class", "wire").element("td", "").open("td", "colspan", "4");
            trial.exchanges().forEach(this::exchange);
            html.close().close();
        }
        html.closeLine();
    }

    /** A cell that says what it is where there is no room for the heading of its column. */
    private void cell(String text, String style, String heading) {
        if (heading.isEmpty()) {
            html.element("td", text, "class", style);
        } else {
            html.element("td", text, "class", style, "data-h", heading);
        }
    }

    private static boolean isTried(Trial trial) {
        return trial.kind() == Trial.Kind.ATTEMPT || trial.kind() == Trial.Kind.STEP;
    }

    static String observed(Trial trial) {
        if (trial.observed().isEmpty()) {
            return trial.asExpected() ? "–" : "✗";
        }
        var symbol = trial.asExpected() ? "✓ " : trial.observed().equals("unclear") ? "? " : "✗ ";
        return symbol + trial.observed();
    }

    static String kind(Trial.Kind kind) {
        return switch (kind) {
            case POSITIVE_CONTROL, NEGATIVE_CONTROL -> "control";
            case TWIN -> "twin";
            case ATTEMPT -> "attempt";
            case LIVENESS -> "alive?";
            case STEP -> "step";
        };
    }

    private void exchange(RecordedExchange exchange) {
        html.open("details", "class", "wire").open("summary");
        html.element("code", exchange.method() + " " + exchange.url());
        html.text(" → " + HttpMessage.statusLine(exchange) + ", " + exchange.elapsedMillis() + " ms");
        html.close().open("div", "class", "halves");
        html.open("div").element("h6", "Request");
        html.element("pre", cut(HttpMessage.request(exchange)), "tabindex", "0").close();
        html.open("div").element("h6", "Response");
        html.element("pre", cut(HttpMessage.response(exchange)), "tabindex", "0")
                .close();
        html.close();
        curl(exchange.curl());
        html.close();
    }

    void curl(String curl) {
        if (!curl.isEmpty()) {
            html.open("div", "class", "curl");
            html.element("pre", curl, "tabindex", "0").close();
        }
    }

    static String cut(String text) {
        return text.length() <= MOST ? text : Excerpt.of(text, MOST) + "\n… (cut here; audit.json has more)";
    }
}

package dev.postern.reporters.html;

import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Sensitivity;
import dev.postern.api.audit.Sensitivity.Detection;
import dev.postern.api.audit.Sensitivity.Row;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which check notices, on which operation, a target that enforces nothing. */
final class SensitivityPage {

    private final Sensitivity sensitivity;
    private final Markup html = new Markup();

    SensitivityPage(Sensitivity sensitivity) {
        this.sensitivity = sensitivity;
    }

    void writeTo(Writer out) throws IOException {
        var target = sensitivity.plan().target();
        new Frame(html).open(target.name() + ": sensitivity, by Postern", Optional.empty());
        html.open("body").open("header");
        html.element("h1", "Can these checks fail on " + target.name() + "?");
        html.element(
                "p",
                "Every attempt was sent with a valid credential in place of its own, so that the target seemed to"
                        + " enforce nothing. A check that still passes on an operation could never have failed there,"
                        + " and its PASS in an audit means nothing.",
                "class",
                "intro");
        html.closeLine().open("main");
        verdict();
        table();
        reasons("blind", "Blind", Detection.BLIND);
        reasons("undecided", "Undecided", Detection.UNDECIDED);
        html.closeLine();
        html.open("footer")
                .text("Postern " + sensitivity.toolVersion() + ", " + sensitivity.startedAt() + ", "
                        + sensitivity.requests() + " requests. Only denial checks are tried so; the others are proved"
                        + " on sample targets when Postern is built. The same as data: ")
                .element("code", "sensitivity.json")
                .text(".")
                .closeLine();
        html.closeLine().closeLine();
        html.finish(out);
    }

    private void verdict() {
        var proved = sensitivity.isProved();
        html.open("section", "class", "gate " + (proved ? "pass" : "fail"), "aria-label", "Result");
        html.element("p", proved ? "Every denial check detects" : "Not every denial check detects", "class", "big");
        html.element(
                "p",
                sensitivity.count(Detection.DETECTS) + " of "
                        + sensitivity.rows().size() + " cases detect, "
                        + sensitivity.count(Detection.BLIND) + " are blind, "
                        + sensitivity.count(Detection.UNDECIDED) + " could not tell.");
        html.closeLine();
    }

    private void table() {
        var operations = sensitivity.rows().stream()
                .map(row -> row.planned().operationLabel())
                .distinct()
                .toList();
        html.open("section", "id", "table").element("h2", "Checks and operations");
        html.element("p", "The numbers are attempts noticed, of those tried.", "class", "intro");
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Checks and operations");
        html.open("table", "class", "matrix").open("thead").open("tr");
        html.element("th", "Check", "scope", "col");
        operations.forEach(operation -> html.element("th", operation, "scope", "col"));
        html.close().close().open("tbody");
        checks().forEach(check -> {
            html.open("tr").element("th", check.id(), "scope", "row");
            operations.forEach(operation -> cell(rows(check.id(), operation)));
            html.closeLine();
        });
        html.close().close().close().closeLine();
    }

    private List<CheckInfo> checks() {
        return sensitivity.rows().stream()
                .map(row -> row.planned().checkId())
                .distinct()
                .map(id -> sensitivity.plan().checks().get(id))
                .toList();
    }

    private List<Row> rows(String check, String operation) {
        return sensitivity.rows().stream()
                .filter(row -> row.planned().checkId().equals(check)
                        && row.planned().operationLabel().equals(operation))
                .toList();
    }

    /** Several identities may share a cell; the worst of them shows. */
    private void cell(List<Row> rows) {
        if (rows.isEmpty()) {
            html.element("td", "");
            return;
        }
        var worst = rows.stream()
                .max(Comparator.comparing(Row::detection))
                .orElseThrow()
                .detection();
        var noticed = rows.stream().mapToInt(Row::noticed).sum();
        var attempts = rows.stream().mapToInt(Row::attempts).sum();
        var mark = switch (worst) {
            case DETECTS -> "✓ detects";
            case UNDECIDED -> "? undecided";
            case BLIND -> "✗ blind";
        };
        html.element(
                "td", mark + " " + noticed + "/" + attempts, "class", worst == Detection.DETECTS ? "ok" : "breach");
    }

    private void reasons(String id, String title, Detection detection) {
        var rows = sensitivity.with(detection);
        if (rows.isEmpty()) {
            return;
        }
        html.open("section", "id", id).element("h2", title);
        rows.forEach(row -> {
            html.open("div", "class", "gap");
            html.element("h3", label(row.planned()));
            html.element("p", row.words());
            html.closeLine();
        });
        html.closeLine();
    }

    private static String label(PlannedCase planned) {
        return planned.checkId() + " on " + planned.displayName();
    }
}

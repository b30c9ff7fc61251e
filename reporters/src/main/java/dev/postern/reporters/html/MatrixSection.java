package dev.postern.reporters.html;

import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import dev.postern.reporters.summary.AccessView;
import dev.postern.reporters.summary.AccessView.Crossing;
import dev.postern.reporters.summary.AccessView.Expected;
import dev.postern.reporters.summary.AccessView.Part;
import dev.postern.reporters.summary.AccessView.Row;
import dev.postern.reporters.summary.AccessView.Square;
import java.util.stream.Collectors;

/** Who must be granted on what, and who was. */
final class MatrixSection {

    private final Markup html;

    MatrixSection(Markup html) {
        this.html = html;
    }

    void write(AccessView view, Target target) {
        html.open("section", "id", "matrix").element("h2", "Access matrix");
        html.element(
                "p",
                "Who must be granted and who denied, as it follows from what the target file requires, and what was seen "
                        + "when it was tried.",
                "class",
                "intro");
        legend();
        view.parts(target).forEach(this::table);
        if (!view.open().isEmpty()) {
            html.element(
                    "p",
                    "Public by design: "
                            + view.open().stream().map(Operation::label).collect(Collectors.joining(", ")) + ".",
                    "class",
                    "muted");
        }
        html.closeLine();
    }

    private void table(Part part) {
        var view = part.view();
        html.open(
                "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Access, " + part.scheme());
        html.open("table", "class", "matrix").element("caption", "Scheme " + part.scheme());
        html.open("thead").open("tr");
        html.element("th", "Operation", "scope", "col");
        view.callers().forEach(c -> html.element("th", c, "scope", "col"));
        html.close().close().open("tbody");
        view.rows().forEach(r -> row(view, r));
        html.close().close().close();
    }

    private void legend() {
        html.open("ul", "class", "legend");
        entry("ok", "✓", "granted or denied, as it must be");
        entry("breach", "✗", "granted, but must be denied");
        entry("breach", "⇄", "granted, and reaches what is another's");
        entry("lost", "!", "denied, but must be granted");
        entry("unclear", "?", "could not be told");
        entry("untried", "–", "not tried: the words say what must happen");
        html.close();
    }

    private void entry(String style, String symbol, String words) {
        html.open("li")
                .element("b", symbol, "class", "cell " + style)
                .text(" " + words)
                .close();
    }

    private void row(AccessView view, Row row) {
        html.open("tr").open("th", "scope", "row");
        html.element("code", row.operation().label()).close();
        for (var i = 0; i < row.squares().size(); i++) {
            var square = row.squares().get(i);
            html.open(
                    "td", "class", style(square), "title", title(view.callers().get(i), row, square));
            html.element("b", symbol(square), "aria-hidden", "true")
                    .text(" " + words(square))
                    .close();
        }
        html.closeLine();
    }

    private static String style(Square square) {
        if (square.isBreach()) {
            return "breach";
        }
        if (square.expected() == Expected.OPEN) {
            return "open";
        }
        return switch (square.seen()) {
            case NOT_TRIED -> "untried";
            case UNCLEAR -> "unclear";
            case GRANTED -> square.crossing() == Crossing.UNCLEAR ? "unclear" : "ok grant";
            case DENIED -> square.expected() == Expected.DENY ? "ok deny" : "lost";
        };
    }

    private static String symbol(Square square) {
        if (square.crossing() == Crossing.REACHED) {
            return "⇄";
        }
        if (square.expected() == Expected.OPEN) {
            return "○";
        }
        return switch (square.seen()) {
            case NOT_TRIED -> "–";
            case UNCLEAR -> "?";
            case GRANTED ->
                square.expected() == Expected.DENY ? "✗" : square.crossing() == Crossing.UNCLEAR ? "?" : "✓";
            case DENIED -> square.expected() == Expected.DENY ? "✓" : "!";
        };
    }

    private static String words(Square square) {
        if (square.crossing() == Crossing.REACHED) {
            return "others’ data";
        }
        if (square.expected() == Expected.OPEN) {
            return "public";
        }
        return switch (square.seen()) {
            case NOT_TRIED -> square.expected() == Expected.GRANT ? "must be granted" : "must be denied";
            case UNCLEAR -> "unclear";
            case GRANTED -> "granted";
            case DENIED -> "denied";
        };
    }

    private static String title(String caller, Row row, Square square) {
        var must = switch (square.expected()) {
            case OPEN -> "anybody is granted: " + square.why();
            case GRANT -> "must be granted";
            case DENY -> "must be denied (" + square.why() + ")";
        };
        var was = switch (square.seen()) {
            case NOT_TRIED -> square.expected() == Expected.OPEN ? "" : "; not tried";
            case UNCLEAR -> "; could not be told";
            case GRANTED -> "; was granted";
            case DENIED -> "; was denied";
        };
        var crossed = switch (square.crossing()) {
            case REACHED -> "; reached what is another's";
            case KEPT_OUT -> "; was kept from what is another's";
            case UNCLEAR -> "; whether it reaches what is another's could not be told";
            case NOT_TRIED -> "";
        };
        return caller + " on " + row.operation().label() + ": " + must + was + crossed;
    }
}

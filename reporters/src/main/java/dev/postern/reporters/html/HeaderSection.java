package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Outcome;
import dev.postern.reporters.summary.Verdicts;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was audited, whether the gate let it through, and the figures. */
final class HeaderSection {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Markup html;
    private final Audit audit;
    private final List<ControlResult> controls;

    HeaderSection(Markup html, Audit audit, List<ControlResult> controls) {
        this.html = html;
        this.audit = audit;
        this.controls = controls;
    }

    void write() {
        html.open("header");
        html.element("p", "Audit of authentication and authorization", "class", "kicker");
        html.element("h1", audit.plan().target().name());
        facts();
        html.open("div", "class", "top");
        gate();
        figures();
        html.closeLine().closeLine();
    }

    private void facts() {
        html.open("dl", "class", "facts");
        fact("Address", audit.plan().target().baseUrl().toString());
        fact("Checklist", audit.plan().checklist().title());
        fact("When", when());
        fact(
                "Requests",
                audit.requests() + " of at most "
                        + audit.plan().target().limits().requests());
        fact("Target file", audit.plan().target().file().file());
        html.closeLine();
    }

    private String when() {
        var seconds =
                Math.max(1, audit.endedAt().getEpochSecond() - audit.startedAt().getEpochSecond());
        var lasted = seconds < 120 ? Marks.count(seconds, "second") : Marks.count(seconds / 60, "minute");
        return DAY_AND_TIME.format(audit.startedAt()) + " UTC, " + lasted;
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private void gate() {
        var passed = audit.gate().passed();
        html.open("section", "class", "gate " + (passed ? "pass" : "fail"), "aria-label", "Gate");
        html.open("p", "class", "big")
                .element("span", passed ? "✓" : "✗", "class", "sign", "aria-hidden", "true")
                .text(passed ? "Gate passed" : "Gate failed")
                .close();
        html.element(
                "p",
                passed ? "Nothing was found that must stop this target." : "This target must not go through, because:");
        if (!audit.gate().reasons().isEmpty()) {
            html.open("ul");
            audit.gate().reasons().forEach(r -> html.element("li", r));
            html.close();
        }
        if (!audit.gate().notes().isEmpty()) {
            html.element("p", "Not counted, or worth knowing:", "class", "notes");
            html.open("ul", "class", "notes");
            audit.gate().notes().forEach(n -> html.element("li", n));
            html.close();
        }
        if (audit.interrupted()) {
            html.element(
                    "p",
                    "The audit was told to end early. Cases that had not run yet are marked as not run.",
                    "class",
                    "interrupted");
        }
        html.closeLine();
    }

    private void figures() {
        html.open("section", "class", "figures", "aria-label", "Figures");
        var ofControls = new ArrayList<Part>();
        for (var verdict : ControlVerdict.values()) {
            var count = controls.stream().filter(c -> c.verdict() == verdict).count();
            ofControls.add(new Part(count, Marks.symbol(verdict), verdict.words(count), Marks.style(verdict)));
        }
        figure("control", controls.size(), ofControls);
        var ofCases = new ArrayList<Part>();
        for (var outcome : List.of(
                Outcome.FAIL,
                Outcome.INCONCLUSIVE,
                Outcome.WAIVED,
                Outcome.PASS,
                Outcome.MANUAL,
                Outcome.NOT_APPLICABLE)) {
            ofCases.add(new Part(
                    Verdicts.count(audit, outcome), Marks.symbol(outcome), Marks.word(outcome), Marks.style(outcome)));
        }
        var cases = audit.plan().cases();
        ofCases.add(new Part(Verdicts.notRun(audit), "…", "not run", "none"));
        figure("case", cases.size(), ofCases);
        html.closeLine();
    }

    private record Part(long count, String symbol, String word, String style) {}

    private void figure(String noun, int total, List<Part> parts) {
        html.open("div", "class", "figure");
        html.open("p")
                .element("b", Integer.toString(total))
                .text(" " + noun + (total == 1 ? "" : "s"))
                .close();
        bar(total, parts);
        html.open("ul");
        parts.stream()
                .filter(p -> p.count() > 0)
                .forEach(p -> html.open("li", "class", p.style())
                        .element("span", p.symbol(), "class", "sign", "aria-hidden", "true")
                        .element("b", Long.toString(p.count()))
                        .text(" " + p.word())
                        .close());
        html.close().closeLine();
    }

    private void bar(int total, List<Part> parts) {
        html.open(
                "svg", "class", "bar", "viewBox", "0 0 1000 10", "preserveAspectRatio", "none", "aria-hidden", "true");
        var before = 0L;
        for (var part : parts) {
            if (part.count() > 0) {
                var from = before * 1000 / total;
                before += part.count();
                var width = before * 1000 / total - from;
                html.empty(
                        "rect",
                        "class",
                        part.style(),
                        "x",
                        Long.toString(from),
                        "width",
                        Long.toString(Math.max(2, before < total ? width - 3 : width)),
                        "height",
                        "10");
            }
        }
        html.close();
    }
}

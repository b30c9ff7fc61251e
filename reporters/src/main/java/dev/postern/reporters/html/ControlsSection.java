package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.reporters.summary.Reference;
import dev.postern.reporters.summary.Verdicts;
import dev.postern.reporters.summary.VisibleText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All controls with their checks and cases. */
final class ControlsSection {

    /** Characters for the checks and operations that one remedy is about. */
    private static final int GAP_PLACES = 300;

    private final Markup html;
    private final Audit audit;
    private final CaseNumbers numbers;
    private final Set<Integer> anchored = new HashSet<>();

    ControlsSection(Markup html, Audit audit, CaseNumbers numbers) {
        this.html = html;
        this.audit = audit;
        this.numbers = numbers;
    }

    void write(List<ControlResult> controls) {
        html.open("section", "id", "controls").element("h2", "Controls");
        filter();
        html.open("noscript")
                .open("p", "class", "empty")
                .text("The requests and answers of single cases are drawn by a small script, which does not run here. "
                        + "They are in ")
                .element("code", "audit.json")
                .text(" too.")
                .close()
                .close();
        controls.forEach(this::control);
        html.closeLine();
    }

    private void filter() {
        html.open("div", "class", "filter", "role", "search", "hidden", "hidden");
        html.open("label").text("Find ");
        html.empty(
                "input",
                "type",
                "search",
                "id",
                "find",
                "placeholder",
                "operation, identity, check, words",
                "autocomplete",
                "off");
        html.close();
        html.open("span", "class", "outcomes", "role", "group", "aria-label", "Show outcomes");
        for (var outcome : List.of(
                Outcome.FAIL,
                Outcome.INCONCLUSIVE,
                Outcome.WAIVED,
                Outcome.PASS,
                Outcome.MANUAL,
                Outcome.NOT_APPLICABLE)) {
            if (Verdicts.count(audit, outcome) > 0) {
                html.element(
                        "button",
                        Marks.symbol(outcome) + " " + Marks.word(outcome),
                        "type",
                        "button",
                        "class",
                        Marks.style(outcome),
                        "data-show",
                        Marks.style(outcome),
                        "aria-pressed",
                        "false");
            }
        }
        if (Verdicts.notRun(audit) > 0) {
            html.element("button", "… not run", "type", "button", "data-show", "notrun", "aria-pressed", "false");
        }
        html.close().element("output", "", "id", "shown", "aria-live", "polite").closeLine();
    }

    private void control(ControlResult summary) {
        var control = summary.control();
        var verdict = summary.verdict();
        html.open("details", "class", "control", "id", "control-" + Marks.anchor(control.id()));
        html.open("summary");
        Marks.verdict(html, verdict);
        html.element("h3", control.title(), "class", "title");
        html.element("span", summary.tally(), "class", "tally");
        html.closeLine();
        html.open("div", "class", "inside");
        if (!control.description().isEmpty()) {
            html.open("div", "class", "prose");
            new Prose(html).write(control.description());
            html.close();
        }
        html.open("p", "class", "refs").element("code", control.id());
        if (!control.references().isEmpty()) {
            html.text(" · ");
            Marks.references(html, Reference.of(control.references(), 0));
        }
        control.parameters().values().forEach((name, value) -> html.text(" · ").element("code", name + ": " + value));
        html.close();
        gaps(summary);
        if (verdict == ControlVerdict.UNCOVERED && summary.counts().isEmpty()) {
            html.element("p", "No operation or scheme of this target is concerned.", "class", "empty");
        }
        summary.planned().checks().forEach(this::check);
        html.close().closeLine();
    }

    private void gaps(ControlResult result) {
        if (result.gaps().isEmpty() || result.control().manual()) {
            return;
        }
        html.element("h4", "Not verified");
        html.open("ul", "class", "todo");
        for (var gap : result.gaps()) {
            html.open("li").open("span");
            new Prose(html).words(gap.remedy());
            html.close()
                    .element("p", VisibleText.line(gap.place(), GAP_PLACES), "class", "muted")
                    .close();
        }
        html.close();
    }

    private void check(PlannedCheck planned) {
        var check = planned.check();
        html.open("section", "class", "check");
        html.open("h4")
                .text(check.title())
                .text(" ")
                .element("code", check.id())
                .text(" ");
        Marks.severity(html, check.severity());
        html.close();
        about(check);
        if (planned.cases().isEmpty()) {
            html.element("p", "No operation or scheme of this target is concerned.", "class", "empty");
        }
        planned.cases().forEach(this::row);
        html.closeLine();
    }

    private void about(CheckInfo check) {
        var references = Reference.of(check.references(), check.cwe());
        if (!references.isEmpty()) {
            html.open("p", "class", "refs");
            Marks.references(html, references);
            html.close();
        }
        if (!check.explanation().isEmpty()) {
            html.open("details", "class", "about")
                    .element("summary", "What is sent, why it matters, how to mend it")
                    .open("div", "class", "prose");
            new Advice(html).write(check, true);
            html.close().close();
        }
    }

    private void row(PlannedCase planned) {
        var number = numbers.of(planned);
        var result = audit.result(planned);
        var verdict = Verdicts.of(audit, planned);
        var style = verdict.map(v -> Marks.style(v.outcome())).orElse("notrun");
        var hasEvidence = result.filter(r -> !r.trials().isEmpty()).isPresent();
        var name = hasEvidence ? "details" : "div";
        // A case that verifies two controls stands under both, but an anchor can stand once only.
        if (anchored.add(number)) {
            html.open(
                    name, "class", "case", "data-o", style, "data-i", Integer.toString(number), "id", "case-" + number);
        } else {
            html.open(name, "class", "case", "data-o", style, "data-i", Integer.toString(number));
        }
        html.open(hasEvidence ? "summary" : "p");
        if (verdict.isPresent()) {
            verdict(planned, verdict.get());
            Marks.exemption(html, result.flatMap(CaseResult::exemption));
        } else {
            html.element("b", "… not run", "class", "v none");
            html.element("span", planned.displayName(), "class", "who");
            html.element("span", "The audit ended before.", "class", "words");
        }
        html.close().closeLine();
    }

    private void verdict(PlannedCase planned, Verdict verdict) {
        Marks.outcome(html, verdict.outcome());
        html.element("span", planned.displayName(), "class", "who");
        html.open("span", "class", "words");
        new Prose(html).words(verdict.words());
        html.close();
    }
}

package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Reason;
import dev.postern.reporters.summary.Cause;
import dev.postern.reporters.summary.ControlSummary;
import dev.postern.reporters.summary.Reference;
import java.util.List;

/** What the audit does not show: what it could not tell, what it did not cover, what a person has to attest. */
final class GapsSection {

    private static final int PLACES_AT_ONCE = 6;

    private final Markup html;
    private final Audit audit;

    GapsSection(Markup html, Audit audit) {
        this.html = html;
        this.audit = audit;
    }

    void inconclusive(List<Cause> causes) {
        html.open("section", "id", "inconclusive").element("h2", "Inconclusive");
        html.element(
                "p",
                causes.isEmpty()
                        ? "Every case that ran could be told."
                        : "Here the audit could not tell, which is neither a pass nor a finding. Equal causes stand together.",
                "class",
                "intro");
        for (var cause : causes) {
            html.open("article", "class", "gap");
            html.open("p")
                    .element("b", "? " + cause.reason().code(), "class", "v unclear")
                    .text(" ");
            new Prose(html).words(cause.words());
            html.close();
            places(cause);
            html.closeLine();
        }
        html.closeLine();
    }

    void uncovered(List<ControlSummary> controls, List<Cause> causes) {
        html.open("section", "id", "uncovered").element("h2", "Not covered");
        var none = controls.stream().filter(ControlSummary::isUncovered).toList();
        if (!none.isEmpty()) {
            html.element("h3", "Controls of which nothing was verified");
            html.open("ul", "class", "plain");
            none.forEach(c -> html.open("li")
                    .element("b", "○", "class", "v none", "aria-hidden", "true")
                    .text(" ")
                    .element(
                            "a",
                            c.control().title(),
                            "href",
                            "#control-" + Marks.anchor(c.control().id()))
                    .text(" (" + c.tally() + ")")
                    .close());
            html.close();
        }
        var missing =
                causes.stream().filter(c -> c.reason() == Reason.NEED_MISSING).toList();
        if (!missing.isEmpty()) {
            html.element("h3", "To do in the target file, so that more is verified");
            html.open("ul", "class", "todo");
            missing.forEach(this::task);
            html.close();
        }
        var others =
                causes.stream().filter(c -> c.reason() != Reason.NEED_MISSING).toList();
        if (!others.isEmpty()) {
            html.element("h3", "Not applicable for other reasons");
            html.open("ul", "class", "plain");
            others.forEach(this::task);
            html.close();
        }
        if (none.isEmpty() && causes.isEmpty()) {
            html.element("p", "The target file says enough for every case of the plan.", "class", "intro");
        }
        html.closeLine();
    }

    private void task(Cause cause) {
        html.open("li").open("span");
        new Prose(html).words(cause.words());
        html.close();
        places(cause);
        html.close();
    }

    void manual(List<ControlSummary> controls) {
        html.open("section", "id", "manual").element("h2", "By hand");
        var manual = controls.stream().filter(c -> c.control().manual()).toList();
        html.element(
                "p",
                manual.isEmpty()
                        ? "The checklist holds no control that a person has to attest."
                        : "No request can verify these: a person attests them in the attestation file.",
                "class",
                "intro");
        for (var summary : manual) {
            var control = summary.control();
            html.open("article", "class", "gap");
            html.open("p")
                    .element(
                            "b",
                            Marks.symbol(summary.verdict()) + " "
                                    + summary.verdict().words(),
                            "class",
                            "v " + Marks.style(summary.verdict().outcome()))
                    .text(" ")
                    .element("strong", control.title())
                    .close();
            if (!control.description().isEmpty()) {
                new Prose(html).write(control.description());
            }
            summary.planned().checks().stream()
                    .flatMap(c -> c.cases().stream())
                    .flatMap(c -> audit.result(c).stream())
                    .forEach(r -> html.element("p", r.verdict().words(), "class", "muted"));
            html.open("p", "class", "refs");
            Marks.references(html, Reference.of(control.references(), 0));
            html.close().closeLine();
        }
        html.closeLine();
    }

    private void places(Cause cause) {
        html.open("p", "class", "muted");
        html.text(Marks.count(cause.cases().size(), "case") + ": ");
        html.text(String.join(
                "; ",
                cause.cases().stream()
                        .limit(PLACES_AT_ONCE)
                        .map(GapsSection::place)
                        .toList()));
        var more = cause.cases().size() - PLACES_AT_ONCE;
        html.text(more > 0 ? "; and " + more + " more" : "").close();
    }

    private static String place(CaseResult result) {
        return result.planned().checkId() + " on " + result.planned().displayName();
    }
}

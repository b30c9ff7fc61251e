package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Reason;
import dev.postern.reporters.summary.Cause;
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

    void uncovered(List<ControlResult> controls, List<Cause> causes) {
        html.open("section", "id", "uncovered").element("h2", "Not verified");
        var partly = controls.stream().filter(ControlResult::isPartlyVerified).toList();
        list("Controls that are only partly verified", partly);
        var none = controls.stream().filter(ControlResult::isUncovered).toList();
        list("Controls of which nothing was verified", none);
        tasks("To do in the target file, so that more is verified", "todo", causes, Reason.NEED_MISSING);
        tasks("Not verified, since the answers do not tell", "todo", causes, Reason.INDISTINGUISHABLE);
        tasks("Promises that the target file does not make", "plain", causes, Reason.NOT_PROMISED);
        tasks("Not applicable: the target has nothing of the kind", "plain", causes, Reason.IRRELEVANT);
        if (partly.isEmpty() && none.isEmpty() && causes.isEmpty()) {
            html.element("p", "The target file says enough for every case of the plan.", "class", "intro");
        }
        html.closeLine();
    }

    private void list(String title, List<ControlResult> controls) {
        if (controls.isEmpty()) {
            return;
        }
        html.element("h3", title);
        html.open("ul", "class", "plain");
        for (var result : controls) {
            html.open("li")
                    .element(
                            "b",
                            Marks.symbol(result.verdict()),
                            "class",
                            "v " + Marks.style(result.verdict()),
                            "aria-hidden",
                            "true")
                    .text(" ")
                    .element(
                            "a",
                            result.control().title(),
                            "href",
                            "#control-" + Marks.anchor(result.control().id()))
                    .text(" (" + result.control().id() + ": " + result.tally() + ")")
                    .close();
        }
        html.close();
    }

    private void tasks(String title, String style, List<Cause> causes, Reason reason) {
        var some = causes.stream().filter(c -> c.reason() == reason).toList();
        if (!some.isEmpty()) {
            html.element("h3", title);
            html.open("ul", "class", style);
            some.forEach(this::task);
            html.close();
        }
    }

    private void task(Cause cause) {
        html.open("li").open("span");
        new Prose(html).words(cause.words());
        html.close();
        places(cause);
        html.close();
    }

    void manual(List<ControlResult> controls) {
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
            html.open("p");
            Marks.verdict(html, summary.verdict());
            html.text(" ").element("strong", control.title()).close();
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

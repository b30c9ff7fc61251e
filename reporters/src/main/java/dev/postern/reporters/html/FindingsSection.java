package dev.postern.reporters.html;

import dev.postern.api.audit.CaseResult;
import dev.postern.reporters.summary.Evidence;
import dev.postern.reporters.summary.Finding;
import dev.postern.reporters.summary.Findings;
import dev.postern.reporters.summary.Reference;
import java.util.Locale;

/** What is wrong, the worst first, each with its evidence and its remedy. */
final class FindingsSection {

    private static final int PLACES_AT_ONCE = 6;

    private final Markup html;
    private final CaseNumbers numbers;

    FindingsSection(Markup html, CaseNumbers numbers) {
        this.html = html;
        this.numbers = numbers;
    }

    void write(String anchor, String title, Findings findings) {
        html.open("section", "id", anchor).element("h2", title);
        if (findings.all().isEmpty()) {
            html.element("p", "No control was found not to hold.", "class", "empty");
        }
        var number = 1;
        for (var finding : findings.all()) {
            finding(anchor, number++, finding);
        }
        html.closeLine();
    }

    private void finding(String section, int number, Finding finding) {
        var check = finding.check();
        var anchor = section + "-" + number + "-" + Marks.anchor(check.id());
        html.open("article", "class", "finding " + finding.severity().name().toLowerCase(Locale.ROOT), "id", anchor);
        html.open("header");
        Marks.severity(html, finding.severity());
        html.open("h3").element("span", number + ". Does not hold: ", "class", "not");
        html.text(check.title()).close();
        Marks.exemption(html, finding.exemption());
        html.close();
        html.open("p", "class", "lead");
        new Prose(html).words(finding.first().verdict().words());
        html.close();
        facts(finding);
        html.open("div", "class", "pair").open("div", "class", "proof");
        proof(finding);
        html.close().open("div", "class", "advice");
        new Advice(html).write(check, false);
        html.close().close();
        html.closeLine();
    }

    private void facts(Finding finding) {
        var check = finding.check();
        html.open("dl", "class", "facts");
        html.open("div")
                .element("dt", finding.controls().size() == 1 ? "Control" : "Controls")
                .open("dd");
        var first = true;
        for (var control : finding.controls()) {
            html.text(first ? "" : "; ");
            html.element("a", control.title(), "href", "#control-" + Marks.anchor(control.id()));
            first = false;
        }
        html.close().close();
        html.open("div")
                .element("dt", "Check")
                .open("dd")
                .element("code", check.id())
                .close()
                .close();
        var references = Reference.of(check.references(), check.cwe());
        if (!references.isEmpty()) {
            html.open("div").element("dt", "Demanded by").open("dd");
            Marks.references(html, references);
            html.close().close();
        }
        if (!finding.first().fingerprint().isEmpty()) {
            html.open("div").element("dt", "Fingerprint").open("dd");
            html.element("code", finding.first().fingerprint()).close().close();
        }
        html.closeLine();
    }

    private void proof(Finding finding) {
        places(finding);
        var shown = finding.first();
        consequences(finding);
        var evidence = Evidence.decisive(shown);
        evidence.ifPresent(e -> {
            // A defect shows in a trial that went as it should; what is wrong with it was said above.
            if (e.decides()) {
                html.element("h4", "What was sent, and what came back");
                html.open("dl", "class", "sent");
                html.open("div").element("dt", "Sent").element("dd", e.sent()).close();
                html.open("div")
                        .element("dt", "Came back")
                        .element("dd", e.cameBack())
                        .close();
                html.close();
            }
            e.exchange().filter(x -> !x.curl().isEmpty()).ifPresent(x -> {
                html.element("h4", "To repeat it");
                new EvidenceMarkup(html).curl(x.curl());
            });
        });
        if (!shown.trials().isEmpty()) {
            html.element(
                    "h4",
                    finding.cases().size() == 1
                            ? "All that was tried"
                            : "All that was tried on " + shown.planned().displayName());
            new EvidenceMarkup(html).write(shown);
        }
    }

    private void places(Finding finding) {
        html.element(
                "h4",
                finding.cases().size() == 1
                        ? "Where"
                        : "Where: " + Marks.count(finding.cases().size(), "case")
                                + (finding.operations() > 1
                                        ? " on " + Marks.count(finding.operations(), "operation")
                                        : ""));
        html.open("ul", "class", "places");
        finding.cases().stream().limit(PLACES_AT_ONCE).forEach(this::place);
        html.close();
        if (finding.cases().size() > PLACES_AT_ONCE) {
            html.open("details")
                    .element("summary", "and " + (finding.cases().size() - PLACES_AT_ONCE) + " more")
                    .open("ul", "class", "places");
            finding.cases().stream().skip(PLACES_AT_ONCE).forEach(this::place);
            html.close().close();
        }
    }

    private void consequences(Finding finding) {
        if (finding.consequences().isEmpty()) {
            return;
        }
        html.element("h4", "Hence, these fail too");
        html.open("ul", "class", "places");
        for (var consequence : finding.consequences()) {
            html.open("li").element("code", consequence.check().id()).text(" ");
            html.element(
                    "a",
                    consequence.check().title(),
                    "href",
                    "#case-" + numbers.of(consequence.first().planned()));
            html.close();
        }
        html.close();
    }

    /** The link leads to what was said and tried there; said here again for each place, nobody would read it. */
    private void place(CaseResult result) {
        html.open("li");
        html.element("a", result.planned().displayName(), "href", "#case-" + numbers.of(result.planned()));
        result.exemption().ifPresent(why -> html.text(" (" + why.words() + ")"));
        html.close();
    }
}

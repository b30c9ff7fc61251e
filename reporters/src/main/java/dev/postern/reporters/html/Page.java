package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Outcome;
import dev.postern.reporters.summary.AccessView;
import dev.postern.reporters.summary.Cause;
import dev.postern.reporters.summary.Findings;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page from top to bottom. */
final class Page {

    private final Audit audit;
    private final Markup html = new Markup();
    private final List<ControlResult> controls;
    private final Findings findings;
    private final Findings waived;
    private final List<Cause> inconclusive;

    Page(Audit audit) {
        this.audit = audit;
        this.controls = ControlResult.of(audit);
        this.findings = Findings.of(audit);
        this.waived = Findings.waived(audit);
        this.inconclusive = Cause.of(audit, Outcome.INCONCLUSIVE);
    }

    void writeTo(Writer out) throws IOException {
        var script = Frame.resource("report.js");
        new Frame(html).open(audit.plan().target().name() + ": audit by Postern", Optional.of(script));
        html.open("body");
        html.element("a", "Skip to the findings", "class", "skip", "href", "#findings");
        new HeaderSection(html, audit, controls).write();
        html.open("div", "class", "columns");
        contents();
        html.open("main");
        var numbers = new CaseNumbers(audit.plan());
        new FindingsSection(html, numbers).write("findings", "Findings", findings);
        new ControlsSection(html, audit, numbers).write(controls);
        new MatrixSection(html).write(AccessView.of(audit), audit.plan().target());
        var gaps = new GapsSection(html, audit);
        gaps.inconclusive(inconclusive);
        gaps.uncovered(controls, Cause.of(audit, Outcome.NOT_APPLICABLE));
        gaps.manual(controls);
        if (!waived.all().isEmpty()) {
            new FindingsSection(html, numbers).write("waived", "Accepted for now", waived);
        }
        html.closeLine().closeLine();
        html.open("footer")
                .text("Postern " + audit.toolVersion() + ". Credentials are replaced by *** everywhere. "
                        + "The same audit as data: ")
                .element("code", "audit.json")
                .text(".")
                .closeLine();
        html.own("script", EvidenceData.of(audit), "type", "application/json", "id", "evidence");
        html.own("script", script);
        html.closeLine().closeLine();
        html.finish(out);
    }

    private void contents() {
        html.open("nav", "aria-label", "Contents").open("ol");
        var entries = new ArrayList<String[]>();
        entries.add(new String[] {"findings", "Findings", number(findings.all().size())});
        entries.add(new String[] {"controls", "Controls", number(controls.size())});
        entries.add(new String[] {"matrix", "Access matrix", ""});
        entries.add(new String[] {"inconclusive", "Inconclusive", number(inconclusive.size())});
        entries.add(new String[] {"uncovered", "Not verified", ""});
        entries.add(new String[] {"manual", "By hand", ""});
        if (!waived.all().isEmpty()) {
            entries.add(new String[] {
                "waived", "Accepted for now", number(waived.all().size())
            });
        }
        for (var entry : entries) {
            html.open("li").open("a", "href", "#" + entry[0]).text(entry[1]);
            if (!entry[2].isEmpty()) {
                html.text(" ").element("span", entry[2], "class", "n");
            }
            html.close().close();
        }
        html.close().closeLine();
    }

    private static String number(int count) {
        return Integer.toString(count);
    }
}

package dev.postern.reporters.html;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.Outcome;
import dev.postern.reporters.summary.AccessView;
import dev.postern.reporters.summary.Cause;
import dev.postern.reporters.summary.ControlSummary;
import dev.postern.reporters.summary.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The page from top to bottom. */
final class Page {

    private final Audit audit;
    private final Markup html = new Markup();
    private final List<ControlSummary> controls;
    private final Findings findings;
    private final Findings waived;
    private final List<Cause> inconclusive;

    Page(Audit audit) {
        this.audit = audit;
        this.controls = ControlSummary.of(audit);
        this.findings = Findings.of(audit);
        this.waived = Findings.waived(audit);
        this.inconclusive = Cause.of(audit, Outcome.INCONCLUSIVE);
    }

    String render() throws IOException {
        var style = resource("report.css");
        var script = resource("report.js");
        html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
        head(style, script);
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
        return html.finish();
    }

    private void head(String style, String script) {
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", audit.plan().target().name() + ": audit by Postern");
        html.own("style", style);
        html.closeLine();
    }

    private void contents() {
        html.open("nav", "aria-label", "Contents").open("ol");
        var entries = new ArrayList<String[]>();
        entries.add(new String[] {"findings", "Findings", number(findings.all().size())});
        entries.add(new String[] {"controls", "Controls", number(controls.size())});
        entries.add(new String[] {"matrix", "Access matrix", ""});
        entries.add(new String[] {"inconclusive", "Inconclusive", number(inconclusive.size())});
        entries.add(new String[] {"uncovered", "Not covered", ""});
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

    private static String resource(String name) throws IOException {
        try (var stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing beside " + Page.class.getName());
            }
            // XML readers, HTML readers and the hash must see the same characters.
            return "\n" + new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static String hash(String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.postern.reporters.console;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.reporters.summary.Cause;
import dev.postern.reporters.summary.Evidence;
import dev.postern.reporters.summary.Finding;
import dev.postern.reporters.summary.Findings;
import dev.postern.reporters.summary.PlainProse;
import dev.postern.reporters.summary.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said when the audit has ended. */
final class Summary {

    private static final int PLACES = 4;
    /** Lines for one reason of the gate, which may name all controls that are uncovered. */
    private static final int GATE_LINES = 20;

    private static final String INDENT = " ".repeat(15);

    private final Lines to;
    private final Audit audit;
    private final List<ControlResult> results;

    Summary(Lines to, Audit audit) {
        this.to = to;
        this.audit = audit;
        this.results = ControlResult.of(audit);
    }

    void write(Path folder) throws IOException {
        to.blank();
        controlsInOneLine();
        partlyVerified();
        if (to.style().brief()) {
            problems();
            gate();
        } else {
            controls();
            problems();
            uncovered(Cause.of(audit, Outcome.NOT_APPLICABLE));
            gate();
            reports(folder);
        }
    }

    private void problems() {
        if (!to.style().findings()) {
            return;
        }
        findings(Findings.of(audit));
        inconclusive(Cause.of(audit, Outcome.INCONCLUSIVE));
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void controls() {
        to.blank();
        to.line(to.bold("Controls"));
        for (var summary : results) {
            var verdict = summary.verdict();
            var name = verdict.name().replace('_', ' ');
            to.line("  " + to.in(verdict, to.symbol(verdict) + " " + "%-15s".formatted(name)) + "  "
                    + VisibleText.line(summary.control().title(), 64)
                    + to.faint(" (" + VisibleText.line(summary.control().id()) + ": " + summary.tally() + ")"));
            if (summary.isPartlyVerified()) {
                notTried(summary);
            }
        }
    }

    private void notTried(ControlResult partly) {
        var first = true;
        for (var gap : partly.gaps().stream().limit(PLACES).toList()) {
            to.line(" ".repeat(21)
                    + to.faint((first ? "not tried: " : "           ") + VisibleText.line(gap.place(), 68)));
            first = false;
        }
        if (partly.gaps().size() > PLACES) {
            to.line(" ".repeat(32) + to.faint("and " + (partly.gaps().size() - PLACES) + " more"));
        }
    }

    /** By id, since that is what the rest of the output, the gate and other reports name them by. */
    private void partlyVerified() {
        var ids = results.stream()
                .filter(ControlResult::isPartlyVerified)
                .map(result -> result.control().id())
                .toList();
        if (!ids.isEmpty()) {
            var lines = Lines.wrap(VisibleText.line(String.join(", ", ids)), Lines.WIDTH - 18, Integer.MAX_VALUE);
            to.line(to.in(ControlVerdict.PARTLY_VERIFIED, "Partly verified:") + " " + lines.get(0));
            lines.stream().skip(1).forEach(line -> to.line(" ".repeat(17) + line));
        }
    }

    private void controlsInOneLine() {
        var byVerdict = results.stream()
                .collect(Collectors.groupingBy(
                        ControlResult::verdict, () -> new EnumMap<>(ControlVerdict.class), Collectors.counting()));
        var parts = new ArrayList<String>();
        byVerdict.forEach((verdict, number) -> parts.add(number + " " + verdict.words(number)));
        to.line(to.bold("Controls:") + " " + String.join(", ", parts) + ".");
    }

    private void findings(Findings findings) {
        if (findings.all().isEmpty()) {
            return;
        }
        to.blank();
        to.line(to.bold("Findings: " + findings.all().size()));
        var number = 1;
        for (var finding : findings.all()) {
            to.blank();
            finding(number++, finding);
        }
    }

    // At most 15 lines, and one where it is exempt: 1 + 1 + 1 + 2 + 1 + 2 + 2 + 1 + 3.
    private void finding(int number, Finding finding) {
        var check = finding.check();
        to.line(to.in(ControlVerdict.FAIL, "%3d. %s".formatted(number, finding.severity())) + "  "
                + to.bold("Does not hold: " + VisibleText.line(check.title())));
        if (!to.style().brief()) {
            entry("Control", controls(finding), 1);
        }
        entry("Check", check.id(), 1);
        finding.exemption().ifPresent(why -> entry("Gate", "not broken by it: " + VisibleText.line(why.words()), 1));
        entry("Where", places(finding), 2);
        if (!finding.consequences().isEmpty()) {
            entry("Hence", consequences(finding), 2);
        }
        var evidence = Evidence.decisive(finding.first());
        evidence.ifPresent(e -> entry("Sent", e.sent(), 1));
        entry(
                "Came back",
                evidence.filter(Evidence::decides)
                        .map(Evidence::cameBack)
                        .orElseGet(
                                () -> VisibleText.line(finding.first().verdict().words())),
                2);
        entry("Matters", PlainProse.firstSentence(check.section("Why it matters")), 2);
        var curl =
                evidence.flatMap(Evidence::exchange).map(RecordedExchange::curl).orElse("");
        if (!curl.isEmpty()) {
            // not broken, and not indented where a line goes on, so that it can be copied
            var lines = curl.lines().map(VisibleText::line).toList();
            to.line(label("Repeat") + lines.get(0));
            lines.stream().skip(1).forEach(to::line);
        }
        entry("Mend", PlainProse.of(check.section("How to mend it")), 3);
    }

    private static String controls(Finding finding) {
        return VisibleText.line(String.join(
                "; ",
                finding.controls().stream()
                        .map(c -> c.title() + " (" + c.id() + ")")
                        .toList()));
    }

    private static String consequences(Finding finding) {
        return joined(finding.consequences().stream().map(f -> f.check().id()).toList(), ", ");
    }

    private static String places(Finding finding) {
        return joined(finding.places(), "; ");
    }

    private static String joined(Collection<String> all, String separator) {
        var shown = all.stream().limit(PLACES).map(VisibleText::line).toList();
        var more = all.size() - shown.size();
        return String.join(separator, shown) + (more > 0 ? separator + "and " + more + " more" : "");
    }

    private void inconclusive(List<Cause> causes) {
        if (causes.isEmpty()) {
            return;
        }
        to.blank();
        to.line(to.bold("Inconclusive: the audit could not tell"));
        for (var cause : causes) {
            item(to.in(ControlVerdict.INCONCLUSIVE, "?"), cause.words());
            to.line("    "
                    + to.faint(cause.reason().code() + ", " + exempt(cause)
                            + count(cause.cases().size(), "case") + ": "
                            + joined(cause.cases().stream().map(Summary::place).toList(), "; ")));
        }
    }

    private static String exempt(Cause cause) {
        var exempt = cause.cases().stream().filter(c -> !c.breaksGate()).toList();
        return exempt.isEmpty()
                ? ""
                : exempt.size() + " exempt ("
                        + exempt.get(0).exemption().orElseThrow().words() + "), ";
    }

    private void uncovered(List<Cause> causes) {
        var missing = causes.stream()
                .filter(c -> c.reason() == Reason.NEED_MISSING || c.reason() == Reason.INDISTINGUISHABLE)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        to.blank();
        to.line(to.bold("Not verified: add to the target file"));
        for (var cause : missing) {
            item(to.symbol(ControlVerdict.UNCOVERED), cause.words());
            to.line("    "
                    + to.faint(joined(cause.checks(), ", ") + ", "
                            + count(cause.cases().size(), "case")));
        }
    }

    private void item(String bullet, String words) {
        item(bullet, words, 3);
    }

    private void item(String bullet, String words, int most) {
        var first = true;
        for (var line : Lines.wrap(VisibleText.line(words), Lines.WIDTH - 4, most)) {
            to.line((first ? "  " + bullet + " " : "    ") + line);
            first = false;
        }
    }

    private static String place(CaseResult result) {
        return result.planned().checkId() + " on " + result.planned().displayName();
    }

    private void gate() {
        to.blank();
        var passed = audit.gate().passed();
        to.line(to.in(
                passed ? ControlVerdict.PASS : ControlVerdict.FAIL,
                to.bold(passed ? "Gate: passed." : "Gate: FAILED.")
                        + (passed
                                ? " Nothing was found that must stop this build."
                                : " This build must not go through, because:")));
        audit.gate().reasons().forEach(reason -> item("-", reason, GATE_LINES));
        if (!audit.gate().notes().isEmpty()) {
            to.line(to.faint("Not counted, or worth knowing:"));
            audit.gate().notes().forEach(note -> item("-", note, GATE_LINES));
        }
    }

    private void reports(Path folder) throws IOException {
        to.blank();
        to.line(to.bold("Reports") + " in " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.map(f -> f.getFileName() + (Files.isDirectory(f) ? "/" : ""))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .forEach(name -> to.line("  " + name));
        }
    }

    private void entry(String label, String text, int most) {
        if (text.isEmpty()) {
            return;
        }
        var first = true;
        for (var line : Lines.wrap(text, Lines.WIDTH - INDENT.length(), most)) {
            to.line((first ? label(label) : INDENT) + line);
            first = false;
        }
    }

    private String label(String label) {
        return "     " + to.faint("%-10s".formatted(label));
    }
}

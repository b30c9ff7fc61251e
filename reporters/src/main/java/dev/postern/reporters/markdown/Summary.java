package dev.postern.reporters.markdown;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Gap;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.reporters.summary.Cause;
import dev.postern.reporters.summary.Finding;
import dev.postern.reporters.summary.Findings;
import dev.postern.reporters.summary.MarkdownText;
import dev.postern.reporters.summary.Verdicts;
import dev.postern.reporters.summary.VisibleText;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One page: the gate, controls by verdict, and a line for all that somebody has to do something about. */
final class Summary {

    /** GitHub cuts a summary of more than a megabyte, GitLab a note of more than a million characters. */
    private static final int LINES = 50;

    private static final int WORDS = 300;
    private static final int PLACES = 3;

    private final StringBuilder out = new StringBuilder();
    private final Audit audit;
    private final List<ControlResult> controls;

    Summary(Audit audit) {
        this.audit = audit;
        this.controls = ControlResult.of(audit);
    }

    String render() {
        head();
        verdicts();
        findings("Findings", Findings.of(audit));
        causes("Could not be told", Cause.of(audit, Outcome.INCONCLUSIVE));
        uncovered();
        findings("Waived", Findings.waived(audit));
        attestations();
        return out.toString();
    }

    private void head() {
        var plan = audit.plan();
        var passed = audit.gate().passed();
        line("## " + (passed ? "✅" : "❌") + " Postern: " + literal(plan.name())
                + (passed ? ", the gate passed" : ", the gate failed"));
        line("");
        line(literal(plan.target().name()) + " at "
                + literal(plan.target().baseUrl().toString()) + " against "
                + literal(plan.checklist().title()) + ": " + count(plan.cases().size(), "case") + ", "
                + count(audit.requests(), "request") + ", "
                + Duration.between(audit.startedAt(), audit.endedAt()).toSeconds() + " s"
                + (audit.interrupted() ? ", told to end before all had run" : "") + ".");
        items(Stream.concat(audit.gate().reasons().stream(), audit.gate().notes().stream())
                .map(Summary::literal)
                .toList());
    }

    private void verdicts() {
        var byVerdict = controls.stream()
                .collect(Collectors.groupingBy(
                        ControlResult::verdict, () -> new EnumMap<>(ControlVerdict.class), Collectors.toList()));
        line("");
        line("| verdict | controls | which |");
        line("|---|---|---|");
        byVerdict.forEach((verdict, some) -> line("| " + verdict.name().replace('_', ' ') + " | " + some.size() + " | "
                + joined(
                        some.stream().map(Summary::name).toList(),
                        // Those that hold need no more than their number where there are many.
                        verdict == ControlVerdict.PASS ? PLACES : LINES)
                + " |"));
        line("");
        line("Cases: "
                + Stream.concat(
                                Stream.of(Outcome.values())
                                        .map(o -> part(
                                                Verdicts.count(audit, o),
                                                o.name().replace('_', ' '))),
                                Stream.of(part(Verdicts.notRun(audit), "NOT RUN")))
                        .filter(p -> !p.isEmpty())
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private void findings(String title, Findings findings) {
        section(title, findings.all().stream().map(this::finding).toList());
    }

    private String finding(Finding finding) {
        return "**" + finding.severity() + "** " + literal(finding.check().title()) + " (`"
                + finding.check().id() + "`): "
                + words(finding.first().verdict().words()) + " Where: "
                + joined(finding.places(), PLACES) + "." + consequences(finding) + exempt(finding.first());
    }

    private static String consequences(Finding finding) {
        var checks = finding.consequences().stream().map(f -> f.check().id()).toList();
        return checks.isEmpty() ? "" : " Hence also: " + joined(checks, LINES) + ".";
    }

    /** Why the gate is not broken by it. */
    private static String exempt(CaseResult result) {
        return result.exemption()
                .map(why -> " _Does not break the gate: " + literal(why.words()) + "._")
                .orElse("");
    }

    private void causes(String title, List<Cause> causes) {
        section(
                title,
                causes.stream()
                        .map(c -> words(c.words()) + " " + where(c)
                                + exempt(c.cases().get(0)))
                        .toList());
    }

    private static String where(Cause cause) {
        var places = cause.cases().stream()
                .map(CaseResult::planned)
                .map(p -> p.checkId() + " on " + p.displayName())
                .toList();
        return "Where: " + joined(places, PLACES) + ".";
    }

    private void uncovered() {
        section(
                "Partly verified",
                controls.stream()
                        .filter(ControlResult::isPartlyVerified)
                        .map(c -> literal(name(c)) + ". Not tried: "
                                + joined(c.gaps().stream().map(Gap::place).toList(), PLACES))
                        .toList());
        section(
                "Not covered",
                controls.stream()
                        .filter(c -> c.verdict() == ControlVerdict.UNCOVERED)
                        .map(c -> literal(name(c)))
                        .toList());
        section(
                "Not verified: add to the target file",
                Cause.of(audit, Outcome.NOT_APPLICABLE).stream()
                        .filter(c -> c.reason() == Reason.NEED_MISSING || c.reason() == Reason.INDISTINGUISHABLE)
                        .map(c -> words(c.words()) + " (" + joined(c.checks(), PLACES) + ", "
                                + count(c.cases().size(), "case") + ")")
                        .toList());
    }

    private void attestations() {
        section(
                "To be attested by a person",
                controls.stream()
                        .filter(c -> c.verdict() == ControlVerdict.MANUAL)
                        .map(c -> literal(name(c)))
                        .toList());
    }

    /** With the id: two controls may have one title. */
    private static String name(ControlResult result) {
        return result.control().title() + " (" + result.control().id() + ")";
    }

    private void section(String title, List<String> items) {
        if (!items.isEmpty()) {
            line("");
            line("### " + title + ": " + items.size());
            items(items);
        }
    }

    private void items(List<String> items) {
        if (!items.isEmpty()) {
            line("");
        }
        items.stream().limit(LINES).forEach(i -> line("- " + i));
        if (items.size() > LINES) {
            line("- and " + (items.size() - LINES) + " more");
        }
    }

    private static String joined(Collection<String> all, int most) {
        var shown = all.stream().limit(most).map(Summary::literal).collect(Collectors.joining("; "));
        return all.size() > most ? shown + "; and " + (all.size() - most) + " more" : shown;
    }

    private static String part(long count, String outcome) {
        return count == 0 ? "" : count + " " + outcome;
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String words(String text) {
        return literal(VisibleText.line(text, WORDS));
    }

    private static String literal(String text) {
        return MarkdownText.literal(text);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}

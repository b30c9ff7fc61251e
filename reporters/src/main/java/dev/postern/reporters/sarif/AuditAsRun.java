package dev.postern.reporters.sarif;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Outcome;
import dev.postern.reporters.sarif.SarifLog.AutomationDetails;
import dev.postern.reporters.sarif.SarifLog.Invocation;
import dev.postern.reporters.sarif.SarifLog.Notification;
import dev.postern.reporters.sarif.SarifLog.Run;
import dev.postern.reporters.sarif.SarifLog.Text;
import dev.postern.reporters.sarif.SarifLog.Tool;
import dev.postern.reporters.summary.Verdicts;
import dev.postern.reporters.summary.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Translates an audit into SARIF's words. */
final class AuditAsRun {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private final Audit audit;
    private final Places places;
    private final int most;

    /**
     * Translates one audit.
     *
     * @param most how many results at most
     */
    AuditAsRun(Audit audit, Places places, int most) {
        this.audit = audit;
        this.places = places;
        this.most = most;
    }

    SarifLog log(Set<Outcome> outcomes) {
        var rules = new Rules(audit);
        var results = new Results(audit, outcomes, rules, places);
        var run = new Run(
                new Tool(rules.driver(audit.toolVersion())),
                automation(),
                List.of(invocation(results.size())),
                "unicodeCodePoints",
                List.of("***"),
                rules.taxonomies(),
                results.first(most),
                properties());
        return new SarifLog(SCHEMA, "2.1.0", List.of(run));
    }

    /**
     * The slash at the end makes all of it the category by which GitHub tells several audits of a commit apart: of one
     * target file at two addresses, the second must not replace the first.
     */
    private AutomationDetails automation() {
        var name = VisibleText.line(audit.plan().name());
        return new AutomationDetails(
                "postern/" + name + "/" + VisibleText.line(audit.plan().target().place()) + "/",
                Text.of(Plain.line(
                        "The audit " + name + " of " + audit.plan().target().name() + " against \""
                                + audit.plan().checklist().title() + "\"",
                        Plain.DESCRIPTION)));
    }

    private Invocation invocation(int results) {
        var passed = audit.gate().passed();
        return new Invocation(
                !audit.interrupted(),
                passed ? 0 : 1,
                passed
                        ? "The gate passed."
                        : VisibleText.line("The gate failed. "
                                + String.join(" ", audit.gate().reasons())),
                Times.of(audit.startedAt()),
                Times.of(audit.endedAt()),
                notifications(results));
    }

    private List<Notification> notifications(int results) {
        var all = new ArrayList<Notification>();
        var notRun = Verdicts.notRun(audit);
        if (notRun > 0) {
            all.add(new Notification(
                    "error",
                    Text.of(notRun + (notRun == 1 ? " case was" : " cases were")
                            + " not run: that they are not among the results says nothing of them.")));
        }
        if (results > most) {
            all.add(new Notification(
                    "warning",
                    Text.of("The audit has " + results + " results, of which the first " + most
                            + " are here, the worst first.")));
        }
        ControlResult.of(audit).stream()
                .filter(control -> control.isPartlyVerified() || control.isUncovered())
                .map(AuditAsRun::unverified)
                .forEach(all::add);
        return all;
    }

    private static Notification unverified(ControlResult control) {
        return new Notification(
                "note",
                Text.of(Plain.line(
                        "The control \"" + control.control().title() + "\" ("
                                + control.control().id() + ") is "
                                + control.verdict().words() + ". "
                                + control.gaps().stream()
                                        .map(gap -> "Not tried: " + gap.place() + ". " + gap.remedy())
                                        .collect(Collectors.joining(" ")),
                        Plain.DESCRIPTION)));
    }

    private Map<String, Object> controls() {
        var counts = new LinkedHashMap<String, Object>();
        var results = ControlResult.of(audit);
        for (var verdict : ControlVerdict.values()) {
            counts.put(
                    Outcomes.code(verdict),
                    results.stream().filter(c -> c.verdict() == verdict).count());
        }
        return counts;
    }

    private Map<String, Object> properties() {
        var target = audit.plan().target();
        var counts = new LinkedHashMap<String, Object>();
        for (var outcome : Outcome.values()) {
            counts.put(Outcomes.code(outcome), Verdicts.count(audit, outcome));
        }
        counts.put("not-run", Verdicts.notRun(audit));
        var properties = new LinkedHashMap<String, Object>();
        properties.put("target", VisibleText.line(target.name()));
        properties.put("baseUrl", target.baseUrl().toString());
        properties.put("checklist", audit.plan().checklist().id());
        properties.put("gate", audit.gate().passed() ? "passed" : "failed");
        properties.put("requests", audit.requests());
        properties.put("controls", controls());
        properties.put("cases", counts);
        return properties;
    }
}

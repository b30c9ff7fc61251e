package dev.postern.reporters.summary;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is wrong, one entry for one cause, with what it explains: what breaks the gate first, then the worst first; equal severities stay in the
 * order of the plan.
 */
public record Findings(List<Finding> all) {
    /** Keeps an immutable copy. */
    public Findings {
        all = List.copyOf(all);
    }

    /** All FAILs of an audit. */
    public static Findings of(Audit audit) {
        return of(audit, Outcome.FAIL);
    }

    /** The FAILs that somebody accepted until a date. */
    public static Findings waived(Audit audit) {
        return of(audit, Outcome.WAIVED);
    }

    private static Findings of(Audit audit, Outcome outcome) {
        var controls = ControlsByCase.of(audit.plan());
        // A manual control has no check of its own, so its id takes the place of the check's.
        record Key(String cause, Reason reason, Optional<Severity> severity, Optional<Exemption.Kind> exemption) {}
        Function<CaseResult, Key> key = r -> new Key(
                r.planned().checkId().equals("manual")
                        ? "manual|" + r.planned().id()
                        : r.planned().checkId(),
                r.verdict().reason(),
                r.verdict().severity(),
                r.exemption().map(Exemption::kind));
        var groups = audit.with(outcome).stream()
                .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
        return new Findings(byCause(groups.values().stream()
                        .map(cases -> finding(cases, controls))
                        .toList())
                .stream()
                .sorted(Comparator.comparing((Finding f) -> f.exemption().isPresent())
                        .thenComparing(Finding::severity, Comparator.reverseOrder()))
                .toList());
    }

    /** Those that no other explains, each with those that it does. */
    private static List<Finding> byCause(List<Finding> all) {
        var causes = all.stream()
                .filter(f -> all.stream().noneMatch(cause -> cause.explains(f)))
                .toList();
        var explained = all.stream()
                .filter(f -> causes.stream().anyMatch(cause -> cause.explains(f)))
                .toList();
        return all.stream()
                .filter(f -> !explained.contains(f))
                .map(cause -> cause.explaining(
                        explained.stream().filter(cause::explains).toList()))
                .toList();
    }

    private static Finding finding(List<CaseResult> cases, ControlsByCase controls) {
        var first = cases.get(0);
        var concerned = cases.stream()
                .flatMap(c -> controls.of(c.planned()).stream())
                .distinct()
                .toList();
        return new Finding(controls.check(first.planned()), first.verdict().reason(), concerned, cases, List.of());
    }
}

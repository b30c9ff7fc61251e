package dev.postern.api.audit;

import dev.postern.api.audit.Plan.PlannedControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control that the target is concerned by, and of which nothing was verified: each of its cases is NOT_APPLICABLE or
 * waits for a person. A control that the target has nothing for is not uncovered, since nothing could cover it.
 *
 * @param remedies what would cover it, in a reader's words, once each
 */
public record UncoveredControl(Control control, List<String> remedies) {
    /** Keeps an immutable copy. */
    public UncoveredControl {
        remedies = List.copyOf(remedies);
    }

    /**
     * All of them, in the order of the checklist. A control with a case that did not run is not among them.
     *
     * @param results by case id
     */
    public static List<UncoveredControl> of(Plan plan, Map<String, CaseResult> results) {
        return plan.controls().stream()
                .flatMap(control -> of(control, results).stream())
                .toList();
    }

    private static Optional<UncoveredControl> of(PlannedControl planned, Map<String, CaseResult> results) {
        var cases = planned.checks().stream().flatMap(c -> c.cases().stream()).toList();
        var verdicts = cases.stream()
                .flatMap(c -> Optional.ofNullable(results.get(c.id())).map(CaseResult::verdict).or(c::skip).stream())
                .toList();
        var concerned =
                verdicts.stream().filter(v -> v.reason() != Reason.IRRELEVANT).toList();
        var isCovered = verdicts.size() < cases.size()
                || verdicts.stream()
                        .anyMatch(v -> v.outcome() != Outcome.NOT_APPLICABLE && v.outcome() != Outcome.MANUAL);
        return isCovered || (concerned.isEmpty() && !cases.isEmpty())
                ? Optional.empty()
                : Optional.of(new UncoveredControl(
                        planned.control(),
                        concerned.stream().map(Verdict::words).distinct().toList()));
    }
}

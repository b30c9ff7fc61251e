package dev.postern.reporters.summary;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A control with what became of its cases.
 *
 * @param counts cases by outcome; outcomes without cases are absent
 * @param notRun cases without result
 * @param concerned whether the target has something that the control is about
 */
public record ControlSummary(PlannedControl planned, Map<Outcome, Integer> counts, int notRun, boolean concerned) {
    /** Keeps an immutable copy. */
    public ControlSummary {
        var copy = new EnumMap<Outcome, Integer>(Outcome.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
    }

    /** All controls of an audit, in the order of the checklist. */
    public static List<ControlSummary> of(Audit audit) {
        return audit.plan().controls().stream().map(c -> of(c, audit)).toList();
    }

    private static ControlSummary of(PlannedControl control, Audit audit) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        var notRun = 0;
        var concerned = cases(control).isEmpty();
        for (var planned : cases(control)) {
            var verdict = Verdicts.of(audit, planned);
            if (verdict.isPresent()) {
                counts.merge(verdict.get().outcome(), 1, Integer::sum);
                concerned |= verdict.get().reason() != Reason.IRRELEVANT;
            } else {
                notRun++;
            }
        }
        return new ControlSummary(control, counts, notRun, concerned || notRun > 0);
    }

    /** The control itself. */
    public Control control() {
        return planned.control();
    }

    /** What the audit says of the control. */
    public ControlVerdict verdict() {
        if (has(Outcome.FAIL)) {
            return ControlVerdict.FAIL;
        } else if (has(Outcome.INCONCLUSIVE)) {
            return ControlVerdict.INCONCLUSIVE;
        } else if (notRun > 0) {
            return ControlVerdict.NOT_RUN;
        } else if (has(Outcome.WAIVED)) {
            return ControlVerdict.WAIVED;
        } else if (has(Outcome.PASS)) {
            return ControlVerdict.PASS;
        }
        if (has(Outcome.MANUAL) || control().manual()) {
            return ControlVerdict.MANUAL;
        }
        return concerned ? ControlVerdict.UNCOVERED : ControlVerdict.NOT_APPLICABLE;
    }

    /** Whether nothing of it was verified, though the target is concerned: {@link GateResult#uncovered()}. */
    public boolean isUncovered() {
        return verdict() == ControlVerdict.UNCOVERED || verdict() == ControlVerdict.MANUAL;
    }

    /** How many cases had that outcome. */
    public int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    /** {@code 3 failed, 1 inconclusive, 5 passed, 2 not applicable}; {@code no case} where there is none. */
    public String tally() {
        var parts = new ArrayList<String>();
        add(parts, count(Outcome.FAIL), "failed");
        add(parts, count(Outcome.INCONCLUSIVE), "inconclusive");
        add(parts, notRun, "not run");
        add(parts, count(Outcome.WAIVED), "waived");
        add(parts, count(Outcome.PASS), "passed");
        add(parts, count(Outcome.MANUAL), "by hand");
        add(parts, count(Outcome.NOT_APPLICABLE), "not applicable");
        return parts.isEmpty() ? "no case" : String.join(", ", parts);
    }

    private boolean has(Outcome outcome) {
        return counts.containsKey(outcome);
    }

    private static void add(Collection<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static List<PlannedCase> cases(PlannedControl control) {
        return control.checks().stream()
                .map(PlannedCheck::cases)
                .flatMap(List::stream)
                .toList();
    }
}

package dev.postern.api.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole run: the plan and what became of each case.
 *
 * @param results by case id; a case without result was not run
 * @param requests how many requests were sent, controls included
 * @param interrupted whether it was told to end before all cases had run
 * @param toolVersion the version of Postern
 */
public record Audit(
        Plan plan,
        Map<String, CaseResult> results,
        GateResult gate,
        Instant startedAt,
        Instant endedAt,
        int requests,
        boolean interrupted,
        String toolVersion) {
    /** Keeps an immutable copy in the given order. */
    public Audit {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /** The result of a case; empty where it was not run, because the audit ended before. */
    public Optional<CaseResult> result(PlannedCase planned) {
        return Optional.ofNullable(results.get(planned.id()));
    }

    /** The same audit with another result of its gate. */
    public Audit withGate(GateResult other) {
        return new Audit(plan, results, other, startedAt, endedAt, requests, interrupted, toolVersion);
    }

    /** How many cases have that outcome. */
    public long count(Outcome outcome) {
        return results.values().stream()
                .filter(r -> r.verdict().outcome() == outcome)
                .count();
    }

    /** All results with that outcome, in the order of the plan. */
    public List<CaseResult> with(Outcome outcome) {
        return plan.cases().stream()
                .map(c -> results.get(c.id()))
                .filter(r -> r != null && r.verdict().outcome() == outcome)
                .toList();
    }
}

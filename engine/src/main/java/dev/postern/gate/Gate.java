package dev.postern.gate;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rule that lets an audit through: no FAIL, no INCONCLUSIVE unless that is allowed, every case run, and at least one
 * PASS, since an audit that tried nothing proves nothing.
 *
 * @param inconclusiveAllowed whether INCONCLUSIVE leaves the gate open
 */
public record Gate(boolean inconclusiveAllowed) {

    /** The gate unless told otherwise: INCONCLUSIVE breaks it. */
    public static final Gate STRICT = new Gate(false);

    /** Judges the results, by case id. */
    public GateResult judge(Plan plan, Map<String, CaseResult> results) {
        var reasons = new ArrayList<String>();
        var failed = count(results, Outcome.FAIL);
        if (failed > 0) {
            reasons.add(cases(failed) + " failed: the target let something through that it must refuse.");
        }
        var inconclusive = count(results, Outcome.INCONCLUSIVE);
        if (inconclusive > 0 && !inconclusiveAllowed) {
            reasons.add(cases(inconclusive) + " could not be decided: what is not proved does not pass.");
        }
        var notRun = plan.cases().stream()
                .filter(c -> c.skip().isEmpty() && !results.containsKey(c.id()))
                .count();
        if (notRun > 0) {
            reasons.add(cases(notRun) + " did not run: the audit ended before, or only some were selected.");
        }
        if (reasons.isEmpty() && count(results, Outcome.PASS) == 0) {
            reasons.add("No case passed: an audit that tries nothing proves nothing.");
        }
        return new GateResult(reasons.isEmpty(), List.copyOf(reasons));
    }

    private static long count(Map<String, CaseResult> results, Outcome outcome) {
        return results.values().stream()
                .filter(r -> r.verdict().outcome() == outcome)
                .count();
    }

    private static String cases(long count) {
        return count == 1 ? "1 case" : count + " cases";
    }
}

package dev.postern.reporters.summary;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import java.util.Optional;

/**
 * The verdicts of an audit as its gate counts them: what was known while planning holds even where the audit ended
 * before; what was to be run and has no result was not run.
 */
public final class Verdicts {

    private Verdicts() {}

    /** The verdict on a case; empty where it was not run. */
    public static Optional<Verdict> of(Audit audit, PlannedCase planned) {
        return audit.result(planned).map(CaseResult::verdict).or(planned::skip);
    }

    /** How many cases of the plan have that outcome. */
    public static long count(Audit audit, Outcome outcome) {
        return audit.plan().cases().stream()
                .flatMap(c -> of(audit, c).stream())
                .filter(v -> v.outcome() == outcome)
                .count();
    }

    /** How many cases were not run. */
    public static long notRun(Audit audit) {
        return audit.plan().cases().stream().filter(c -> of(audit, c).isEmpty()).count();
    }
}

package dev.postern.api.audit;

import java.time.Instant;
import java.util.List;

/**
 * The verdict on one case, with its evidence.
 *
 * @param planned the case
 * @param trials controls, attempts and steps in the order in which they were sent
 * @param fingerprint stable from run to run, for the same weakness at the same place; empty unless FAIL or WAIVED
 */
public record CaseResult(
        PlannedCase planned,
        Verdict verdict,
        List<Trial> trials,
        String fingerprint,
        Instant startedAt,
        long elapsedMillis) {
    /** Keeps an immutable copy. */
    public CaseResult {
        trials = List.copyOf(trials);
    }

    /** The same result with another verdict. */
    public CaseResult withVerdict(Verdict other) {
        return new CaseResult(planned, other, trials, fingerprint, startedAt, elapsedMillis);
    }
}

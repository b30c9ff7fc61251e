package dev.postern.api.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one case, with its evidence.
 *
 * @param planned the case
 * @param trials controls, attempts and steps in the order in which they were sent
 * @param fingerprint stable from run to run, for the same weakness at the same place; empty unless FAIL or WAIVED
 * @param exemption why a FAIL or INCONCLUSIVE does not break the gate; empty where it does, and for other outcomes
 */
public record CaseResult(
        PlannedCase planned,
        Verdict verdict,
        List<Trial> trials,
        String fingerprint,
        Instant startedAt,
        long elapsedMillis,
        Optional<Exemption> exemption) {
    /** Keeps an immutable copy. */
    public CaseResult {
        trials = List.copyOf(trials);
    }

    /** As it comes from the target, before the gate has looked at it. */
    public CaseResult(
            PlannedCase planned,
            Verdict verdict,
            List<Trial> trials,
            String fingerprint,
            Instant startedAt,
            long elapsedMillis) {
        this(planned, verdict, trials, fingerprint, startedAt, elapsedMillis, Optional.empty());
    }

    /** The same result with another verdict. */
    public CaseResult withVerdict(Verdict other) {
        return new CaseResult(planned, other, trials, fingerprint, startedAt, elapsedMillis, exemption);
    }

    /** The same result with the fingerprint of its finding. */
    public CaseResult withFingerprint(String other) {
        return new CaseResult(planned, verdict, trials, other, startedAt, elapsedMillis, exemption);
    }

    /** The same result with another reason not to break the gate, or with none. */
    public CaseResult withExemption(Optional<Exemption> other) {
        return new CaseResult(planned, verdict, trials, fingerprint, startedAt, elapsedMillis, other);
    }

    /** Whether the gate cannot pass because of it. */
    public boolean breaksGate() {
        var outcome = verdict.outcome();
        return (outcome == Outcome.FAIL || outcome == Outcome.INCONCLUSIVE) && exemption.isEmpty();
    }
}

package dev.postern.api.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The verdict on one case, with its evidence.
 *
 * @param planned the case
 * @param trials controls, attempts and steps in the order in which they were sent; those of an audit are
 *     {@linkplain StoredTrials read from a file} each time they are asked for
 * @param fingerprint stable from run to run, for the same weakness at the same place; empty unless FAIL,
 *     INCONCLUSIVE or WAIVED
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
    /** Keeps an immutable copy; {@linkplain StoredTrials stored} trials stay where they are. */
    public CaseResult {
        trials = trials instanceof StoredTrials ? trials : List.copyOf(trials);
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

    /** The same result with other trials. */
    public CaseResult withTrials(List<Trial> others) {
        return new CaseResult(planned, verdict, others, fingerprint, startedAt, elapsedMillis, exemption);
    }

    /** The same result with the fingerprint of its finding. */
    public CaseResult withFingerprint(String other) {
        return new CaseResult(planned, verdict, trials, other, startedAt, elapsedMillis, exemption);
    }

    /** The same result with another reason not to break the gate, or with none. */
    public CaseResult withExemption(Optional<Exemption> other) {
        return new CaseResult(planned, verdict, trials, fingerprint, startedAt, elapsedMillis, other);
    }

    /**
     * The trial on which the verdict hangs, the one that every report shows first: the step that a scenario has marked; else
     * for a finding the first attempt that was granted, and for all else the first that was unclear; else what first went
     * otherwise than expected, attempts and steps before controls; else the last attempt or step, or the last trial. Empty
     * where nothing was tried.
     */
    public Optional<Trial> decisive() {
        var isFinding = verdict.outcome() == Outcome.FAIL || verdict.outcome() == Outcome.WAIVED;
        var observed = isFinding ? "granted" : "unclear";
        return Stream.<Predicate<Trial>>of(
                        Trial::decided,
                        t -> t.kind() == Trial.Kind.ATTEMPT && t.observed().equals(observed),
                        t -> t.wasTried() && !t.asExpected(),
                        t -> !t.asExpected())
                .flatMap(rule -> trials.stream().filter(rule).findFirst().stream())
                .findFirst()
                .or(() -> last(trials.stream().filter(Trial::wasTried)))
                .or(() -> last(trials.stream()));
    }

    private static Optional<Trial> last(Stream<Trial> some) {
        return some.reduce((a, b) -> b);
    }

    /** Whether the gate cannot pass because of it. */
    public boolean breaksGate() {
        var outcome = verdict.outcome();
        return (outcome == Outcome.FAIL || outcome == Outcome.INCONCLUSIVE) && exemption.isEmpty();
    }
}

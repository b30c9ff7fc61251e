package dev.postern.api.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the audit may go through.
 *
 * @param reasons one sentence for each thing that breaks the gate; empty where it passed
 * @param notes one sentence for each thing that does not break the gate and that a reader should know all the same
 * @param uncovered controls of which nothing was verified
 * @param partlyVerified controls of which all that was tried held, but not all was tried
 * @param mended findings of the baseline whose case now passes: they can be taken out of it
 * @param stale findings of the baseline, of this target, that no case of the plan could find again
 */
public record GateResult(
        boolean passed,
        List<String> reasons,
        List<String> notes,
        List<ControlResult> uncovered,
        List<ControlResult> partlyVerified,
        List<KnownFinding> mended,
        List<KnownFinding> stale) {
    /** Keeps immutable copies. */
    public GateResult {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
        uncovered = List.copyOf(uncovered);
        partlyVerified = List.copyOf(partlyVerified);
        mended = List.copyOf(mended);
        stale = List.copyOf(stale);
    }

    /** This result, failed for more reasons, which come first. */
    public GateResult failedBy(List<String> more) {
        var all = new ArrayList<>(more);
        all.addAll(reasons);
        return new GateResult(false, all, notes, uncovered, partlyVerified, mended, stale);
    }

    /** This result, with more that a reader should know, which comes first. */
    public GateResult noting(List<String> more) {
        var all = new ArrayList<>(more);
        all.addAll(notes);
        return new GateResult(passed, reasons, all, uncovered, partlyVerified, mended, stale);
    }

    /** Passed or failed, and nothing more to say. */
    public GateResult(boolean passed, List<String> reasons) {
        this(passed, reasons, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}

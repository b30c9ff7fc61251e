package dev.postern.api.audit;

import java.time.Instant;
import java.util.List;

/**
 * What became of an audit whose attempts all carried a valid credential, as if the target enforced nothing. A denial
 * check that still says PASS on an operation can't have found anything there.
 *
 * @param plan the plan; of it, the cases of denial checks were run
 * @param rows one for each of those cases, in the order of the plan
 * @param requests requests that left
 */
public record Sensitivity(
        Plan plan, List<Row> rows, Instant startedAt, Instant endedAt, int requests, String toolVersion) {

    /** Keeps an immutable copy. */
    public Sensitivity {
        rows = List.copyOf(rows);
    }

    /**
     * One check on one operation.
     *
     * @param noticed how many of the attempts were seen to be granted
     * @param attempts how many were tried
     * @param words why, in a reader's words
     */
    public record Row(PlannedCase planned, Detection detection, int noticed, int attempts, String words) {}

    /** What a check made of a target that enforces nothing. */
    public enum Detection {
        /** It said FAIL: it would have found a target that enforces nothing. */
        DETECTS,
        /** It could not tell a grant from a denial. An audit would not pass either, but would not say what is wrong. */
        UNDECIDED,
        /** It said PASS: it could never have failed there. */
        BLIND
    }

    /** Whether every case detects, and there is one. */
    public boolean isProved() {
        return !rows.isEmpty() && count(Detection.DETECTS) == rows.size();
    }

    /** How many cases came out so. */
    public int count(Detection detection) {
        return with(detection).size();
    }

    /** The cases that came out so. */
    public List<Row> with(Detection detection) {
        return rows.stream().filter(row -> row.detection() == detection).toList();
    }
}

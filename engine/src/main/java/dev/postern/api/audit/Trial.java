package dev.postern.api.audit;

import dev.postern.api.http.Excerpt;
import java.util.List;

/**
 * One step of a case: an attempt, a control, or a step of a scenario.
 *
 * @param label what was tried
 * @param expected {@code denied}, {@code granted}, or empty where the step decides nothing by itself
 * @param observed {@code denied}, {@code granted}, {@code unclear}, or empty
 * @param asExpected whether what was observed is what was expected; true where nothing was
 * @param words why the oracle decided so
 * @param exchanges what went over the wire, in order
 * @param decided whether the verdict hangs on this step; marked in scenarios, where nothing else tells it
 */
public record Trial(
        String label,
        Kind kind,
        String expected,
        String observed,
        boolean asExpected,
        String words,
        List<RecordedExchange> exchanges,
        boolean decided) {

    /** A step that is not marked as the one that decided. */
    public Trial(
            String label,
            Kind kind,
            String expected,
            String observed,
            boolean asExpected,
            String words,
            List<RecordedExchange> exchanges) {
        this(label, kind, expected, observed, asExpected, words, exchanges, false);
    }

    /** The same step, marked as the one that decided, or not. */
    public Trial deciding(boolean isDecisive) {
        return new Trial(label, kind, expected, observed, asExpected, words, exchanges, isDecisive);
    }

    /** Whether it is what the case is about, and no control of it. */
    public boolean wasTried() {
        return kind == Kind.ATTEMPT || kind == Kind.STEP;
    }

    /** Keeps texts that can be written: what a target said may be in them. */
    public Trial {
        label = Excerpt.wellFormed(label);
        words = Excerpt.wellFormed(words);
    }

    /** What a step is. */
    public enum Kind {
        /** The valid credential, which must be granted. */
        POSITIVE_CONTROL,
        /** No credential, which must be denied. */
        NEGATIVE_CONTROL,
        /** The honest twin of an attempt, which must be granted. */
        TWIN,
        /** What is tried. */
        ATTEMPT,
        /** The valid credential once more after the attempts. */
        LIVENESS,
        /** A step of a scenario. */
        STEP
    }
}

package dev.postern.api.audit;

import dev.postern.api.check.Severity;
import dev.postern.api.http.Excerpt;
import java.util.Optional;

/**
 * What a case showed, always with a reason.
 *
 * @param words the reason in a reader's words, complete enough to stand alone
 * @param severity how bad it is here, where that is less bad than the check says
 */
public record Verdict(Outcome outcome, Reason reason, String words, Optional<Severity> severity) {

    /** Keeps words that can be written: what a target said may be in them. */
    public Verdict {
        words = Excerpt.wellFormed(words);
    }

    /** As bad as the check says. */
    public Verdict(Outcome outcome, Reason reason, String words) {
        this(outcome, reason, words, Optional.empty());
    }

    /** The control held. */
    public static Verdict pass(Reason reason, String words) {
        return new Verdict(Outcome.PASS, reason, words);
    }

    /** The control did not hold. */
    public static Verdict fail(Reason reason, String words) {
        return new Verdict(Outcome.FAIL, reason, words);
    }

    /** The audit could not tell. */
    public static Verdict inconclusive(Reason reason, String words) {
        return new Verdict(Outcome.INCONCLUSIVE, reason, words);
    }

    /** The check cannot run here. */
    public static Verdict notApplicable(Reason reason, String words) {
        return new Verdict(Outcome.NOT_APPLICABLE, reason, words);
    }

    /** The same verdict in other words. */
    public Verdict withWords(String other) {
        return new Verdict(outcome, reason, other, severity);
    }

    /** The same verdict, as bad as this. */
    public Verdict graded(Severity here) {
        return new Verdict(outcome, reason, words, Optional.of(here));
    }
}

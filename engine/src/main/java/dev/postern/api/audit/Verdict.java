package dev.postern.api.audit;

/**
 * What a case showed, always with a reason.
 *
 * @param words the reason in a reader's words, complete enough to stand alone
 */
public record Verdict(Outcome outcome, Reason reason, String words) {

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
}

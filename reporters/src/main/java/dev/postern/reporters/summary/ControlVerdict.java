package dev.postern.reporters.summary;

import dev.postern.api.audit.Outcome;

/** What an audit says of a control, in the order in which one outranks another. */
public enum ControlVerdict {
    /** At least one case failed. */
    FAIL("does not hold", "do not hold"),
    /** No case failed, but at least one could not tell. */
    INCONCLUSIVE("could not be told", "could not be told"),
    /** No case failed, but some were not run because the audit was told to end. */
    NOT_RUN("not run to the end", "not run to the end"),
    /** It does not hold somewhere, and somebody accepted that until a date. */
    WAIVED("accepted for now", "accepted for now"),
    /** At least one case held, and none did otherwise. */
    PASS("holds", "hold"),
    /** A person has to attest it, and nobody has. */
    MANUAL("to be attested", "to be attested"),
    /** No case could run, though it would if the target file said more: nothing was verified. */
    UNCOVERED("not covered", "not covered"),
    /** The target has nothing that the control is about. */
    NOT_APPLICABLE("does not apply here", "do not apply here");

    private final String words;
    private final String plural;

    ControlVerdict(String words, String plural) {
        this.words = words;
        this.plural = plural;
    }

    /** The verdict as the end of a sentence that begins with the control. */
    public String words() {
        return words;
    }

    /** The same where the sentence begins with that many controls. */
    public String words(long controls) {
        return controls == 1 ? words : plural;
    }

    /** The outcome of cases that it resembles: {@link Outcome#NOT_APPLICABLE} where nothing was verified. */
    public Outcome outcome() {
        return switch (this) {
            case FAIL -> Outcome.FAIL;
            case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
            case WAIVED -> Outcome.WAIVED;
            case PASS -> Outcome.PASS;
            case MANUAL -> Outcome.MANUAL;
            case NOT_RUN, UNCOVERED, NOT_APPLICABLE -> Outcome.NOT_APPLICABLE;
        };
    }
}

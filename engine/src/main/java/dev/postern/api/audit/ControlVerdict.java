package dev.postern.api.audit;

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
    /** All that was tried held, but not all that the control is about was tried. */
    PARTLY_VERIFIED("partly verified", "partly verified"),
    /** Every check of the control ran wherever it applies, and held. */
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

    /** The same if the sentence begins with that many controls. */
    public String words(long controls) {
        return controls == 1 ? words : plural;
    }
}

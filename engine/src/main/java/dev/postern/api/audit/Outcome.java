package dev.postern.api.audit;

/** What a case showed. */
public enum Outcome {
    /** The control held. */
    PASS,
    /** The control did not hold. */
    FAIL,
    /** The audit could not tell. */
    INCONCLUSIVE,
    /** The target file lacks what the check needs, or the check has nothing to say here. */
    NOT_APPLICABLE,
    /** A FAIL that somebody accepted until a date. */
    WAIVED,
    /** A person has to attest it. */
    MANUAL
}

package dev.postern.api.check;

import dev.postern.api.audit.Reason;

/**
 * Thrown by a check that has what its needs ask for and still cannot make its attempts: the valid token is no JWT, the key
 * in the target file is damaged, the key set cannot be read. The case ends INCONCLUSIVE with this reason and these words; with
 * {@link Reason#NEED_MISSING} or {@link Reason#IRRELEVANT} it does not apply, as if the plan had known it.
 */
public final class CannotTryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * Ends the case.
     *
     * @param words what stands in the way and what to do about it, in whole sentences without credentials
     */
    public CannotTryException(Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    /** Why nothing can be tried. */
    public Reason reason() {
        return reason;
    }
}

package dev.postern.api.audit;

/**
 * Why a FAIL or INCONCLUSIVE does not break the gate. It is a FAIL or INCONCLUSIVE all the same.
 *
 * @param words the reason in a reader's words, fit to stand in brackets: {@code known since 2026-01-31, baseline}
 */
public record Exemption(Kind kind, String words) {

    /** What kind of reason it is. */
    public enum Kind {
        /** The baseline has the finding. */
        KNOWN,
        /** The severity of the check is below the gate's threshold. */
        BELOW_THRESHOLD,
        /** INCONCLUSIVE is allowed. */
        ALLOWED,
        /** A waiver accepts until a date that it could not be decided. */
        ACCEPTED,
        /** It could not be decided because of what another case of the audit says already. */
        FOLLOWS
    }
}

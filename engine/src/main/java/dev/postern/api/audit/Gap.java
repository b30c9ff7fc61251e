package dev.postern.api.audit;

import java.util.List;

/**
 * A part of a control that was not verified.
 *
 * @param remedy why, and what to do to have it verified, in a reader's words
 * @param checks ids of the checks that did not run because of it
 * @param operations labels of the operations on which they did not run; empty if it is about none in particular
 */
public record Gap(Kind kind, String remedy, List<String> checks, List<String> operations) {
    /** Keeps immutable copies. */
    public Gap {
        checks = List.copyOf(checks);
        operations = List.copyOf(operations);
    }

    /** Who can close a gap. */
    public enum Kind {
        /** The target file lacks something, or the audit was not allowed to try. */
        TARGET_FILE,
        /** A person has to attest the control. */
        PERSON,
        /** The user chose other checks for this run. */
        CHOICE
    }

    /** The checks and the operations: {@code jwt.expired, jwt.not-yet-valid on GET /orders}. */
    public String place() {
        return String.join(", ", checks) + (operations.isEmpty() ? "" : " on " + String.join(", ", operations));
    }
}

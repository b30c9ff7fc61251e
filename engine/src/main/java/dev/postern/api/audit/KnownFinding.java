package dev.postern.api.audit;

import dev.postern.api.check.Severity;
import java.time.LocalDate;

/**
 * A finding that a baseline has.
 *
 * @param fingerprint by which it is known again
 * @param target name of the target
 * @param check id of the check; {@code manual} for a manual control
 * @param operation id of the operation; empty where it is about none
 * @param identity name of the granted identity; empty where it is about none
 * @param intruder name of the identity that must be denied; empty where it is about none
 * @param since the day on which it was first seen
 * @param words what was seen then
 */
public record KnownFinding(
        String fingerprint,
        String target,
        String check,
        String operation,
        String identity,
        String intruder,
        Severity severity,
        LocalDate since,
        String words) {

    /** Check, operation and who takes part: {@code jwt.alg-none on listOrders · alice}. */
    public String place() {
        var who = intruder.isEmpty() ? identity : intruder + " (granted: " + identity + ")";
        return check + (operation.isEmpty() ? "" : " on " + operation) + (who.isEmpty() ? "" : " · " + who);
    }
}

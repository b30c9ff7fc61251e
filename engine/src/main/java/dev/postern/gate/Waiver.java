package dev.postern.gate;

import dev.postern.api.audit.PlannedCase;
import dev.postern.api.target.Position;
import dev.postern.yaml.Wildcard;
import java.time.LocalDate;
import java.util.List;

/**
 * A finding, or several, that somebody accepts until a date; also that it cannot be decided whether there is one. Of what says which, a text that is empty admits any.
 *
 * @param target name of the target
 * @param check id of the check, with wildcards
 * @param operation id of the operation, or its method and path
 * @param identity name of one who takes part
 * @param fingerprint of the one finding that is meant; then the others are empty
 * @param until the last day on which it counts
 * @param by who accepts it
 * @param reason why
 * @param position its place in the file
 */
public record Waiver(
        String target,
        String check,
        String operation,
        String identity,
        String fingerprint,
        LocalDate until,
        String by,
        String reason,
        Position position) {

    /** Whether it is about the findings of a case, on whatever day. */
    public boolean isAbout(PlannedCase planned, String targetName) {
        return (target.isEmpty() || target.equals(targetName))
                && (fingerprint.isEmpty() || fingerprint.equals(planned.fingerprint(targetName)))
                && (check.isEmpty() || Wildcard.matches(check, planned.checkId()))
                && (operation.isEmpty() || planned.isOn(operation))
                && (identity.isEmpty()
                        || List.of(planned.identity(), planned.intruder()).contains(identity));
    }

    /** Whether it counts on that day. */
    public boolean isCurrent(LocalDate day) {
        return !day.isAfter(until);
    }
}

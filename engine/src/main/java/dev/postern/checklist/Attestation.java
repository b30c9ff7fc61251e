package dev.postern.checklist;

import dev.postern.api.target.Position;
import java.time.LocalDate;

/**
 * What a person says of a manual control.
 *
 * @param control the id of the control
 * @param holds whether the control holds
 * @param by who says so
 * @param on when it was said
 * @param until the last day on which it counts; a year after {@code on} unless given
 * @param evidence where the proof is: a link, a document, an excerpt
 * @param position its place in the file
 */
public record Attestation(
        String control, boolean holds, String by, LocalDate on, LocalDate until, String evidence, Position position) {

    /** Whether it counts on that day. */
    public boolean isCurrent(LocalDate day) {
        return !day.isBefore(on) && !day.isAfter(until);
    }
}

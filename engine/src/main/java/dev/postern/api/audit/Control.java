package dev.postern.api.audit;

import dev.postern.api.check.Parameters;
import java.util.List;

/**
 * One requirement of a checklist, in a reader's words.
 *
 * @param id stable within the checklist, kebab case
 * @param title the requirement as a sentence without full stop
 * @param description more about it; may be empty
 * @param references standards that demand it
 * @param checks ids of the checks that verify it; empty for a manual control
 * @param manual whether a person attests it
 * @param parameters the limits that it sets for its checks, by name
 */
public record Control(
        String id,
        String title,
        String description,
        List<String> references,
        List<String> checks,
        boolean manual,
        Parameters parameters) {
    /** Keeps immutable copies. */
    public Control {
        references = List.copyOf(references);
        checks = List.copyOf(checks);
    }

    /** The same control under another title. */
    public Control titled(String other) {
        return new Control(id, other, description, references, checks, manual, parameters);
    }

    /** A control that sets no limits. */
    public Control(
            String id, String title, String description, List<String> references, List<String> checks, boolean manual) {
        this(id, title, description, references, checks, manual, Parameters.NONE);
    }
}

package dev.postern.api.audit;

import java.util.List;

/** A list of controls. */
public record Checklist(String id, String title, List<Control> controls) {
    /** Keeps an immutable copy. */
    public Checklist {
        controls = List.copyOf(controls);
    }
}

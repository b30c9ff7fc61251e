package dev.postern.run;

import dev.postern.journal.LeftBehind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What must be put back before the door closes, whatever happens to those who changed it. */
final class Amends {

    /** Puts something back; told once. */
    interface Amend {

        /** Puts it back; whether that worked. */
        boolean make();

        /** What kind of thing it puts back. */
        LeftBehind.Kind kind();

        /** Name of the identity whose thing that is. */
        String identity();
    }

    private final LeftBehind left;
    private final Set<Amend> due = new LinkedHashSet<>();
    private final List<String> failures = new ArrayList<>();
    private boolean closed;

    /** @param left where changes are noted, for as long as they are not put back */
    Amends(LeftBehind left) {
        this.left = left;
    }

    /**
     * Changes something, and remembers how it is put back: the change must not slip out between the last amends and the
     * closing of the door, so the end waits for its answer.
     *
     * @return the answer to the change
     * @throws java.io.UncheckedIOException if it could not be noted; nothing was changed then
     * @throws InterruptedException where nothing may be changed any more
     */
    synchronized <T> T change(Supplier<T> change, Amend amend) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the audit was told to end");
        }
        left.note(amend.kind(), amend.identity());
        due.add(amend);
        return change.get();
    }

    /** Puts something back, unless that has been done. */
    synchronized void make(Amend amend) {
        if (due.remove(amend) && amend.make()) {
            left.putBack(amend.kind(), amend.identity());
        }
    }

    /** Notes, in whole sentences, that something could not be put back. */
    synchronized void failed(String words) {
        failures.add(words);
    }

    /** What could not be put back. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Puts back all that is left, and lets nothing more be changed. */
    synchronized void makeAll() {
        closed = true;
        Set.copyOf(due).forEach(this::make);
    }
}

package dev.postern.run;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The listeners of an audit. One that breaks must neither change a verdict nor keep the others from their reports; but the gate
 * does not pass beside a report that is missing. Used by one thread at a time.
 */
public final class Audience {

    private final List<AuditListener> listeners;
    private final List<String> problems = new ArrayList<>();

    /** They are told in this order. */
    public Audience(List<AuditListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    interface Message {
        void to(AuditListener listener) throws IOException;
    }

    /** @param what what they are told of, for whoever reads that one broke */
    void tell(String what, Message message) {
        listeners.forEach(listener -> tell(what, listener, message));
    }

    /**
     * Has the reports written.
     *
     * @param folder where they go; made where it is absent
     * @return the audit, with a gate that failed if a report could not be written
     */
    public Audit finish(Audit audit, Path folder) {
        var reported = audit;
        for (var listener : listeners) {
            var now = reported;
            var problem = tell("of the end", listener, to -> {
                Files.createDirectories(folder);
                to.auditFinished(now, folder);
            });
            if (problem.isPresent()) {
                reported = now.withGate(now.gate().failedBy(List.of(problem.get() + ".")));
            }
        }
        return reported;
    }

    /** One sentence for each listener that broke, and so may have written no report. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private Optional<String> tell(String what, AuditListener listener, Message message) {
        try {
            message.to(listener);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            var problem = listener.getClass().getSimpleName()
                    + (e instanceof IOException
                            ? " could not write its report: " + e.getMessage()
                            : " broke when it was told " + what + ": " + e);
            if (!problems.contains(problem)) { // once is enough, not once a case
                problems.add(problem);
            }
            return Optional.of(problem);
        }
    }
}

package dev.postern.api.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Learns of an audit as it goes on. Found by {@link java.util.ServiceLoader}; reporters are listeners. Methods are
 * called one at a time.
 */
public interface AuditListener {

    /** Listeners are called in ascending order, equal ones in the order in which they were found. */
    default int order() {
        return 0;
    }

    /** Names of the system properties, {@code postern.…}, by which a user may tell this listener something. */
    default Set<String> properties() {
        return Set.of();
    }

    /**
     * Names of the files and folders that {@link #auditFinished} writes into the audit's folder. What an earlier audit left
     * there under these names is removed before the next one begins, so that nobody takes it for what that one found.
     */
    default Set<String> reports() {
        return Set.of();
    }

    /** The plan is made, no request was sent yet. */
    default void auditStarted(Plan plan) {}

    /** A case has its verdict. */
    default void caseFinished(Plan plan, CaseResult result) {}

    /**
     * The audit waits before it asks again, long enough for a person to notice.
     *
     * @param why what the target did, as a sentence without full stop
     */
    default void waiting(Plan plan, Duration duration, String why) {}

    /**
     * All cases have their verdict, or the audit was told to end. {@link ReportFile} writes a file whole or not at all.
     *
     * @param folder where this audit's reports go; it exists
     * @throws IOException where a report cannot be written; other listeners are still called, as they are whatever
     *     else a listener throws, with a gate that has failed for it
     */
    default void auditFinished(Audit audit, Path folder) throws IOException {}

    /**
     * The denial checks were run against a target that seemed to enforce nothing.
     *
     * @param folder where the reports go; it exists
     * @throws IOException where a report cannot be written; other listeners are still called
     */
    default void sensitivityShown(Sensitivity sensitivity, Path folder) throws IOException {}
}

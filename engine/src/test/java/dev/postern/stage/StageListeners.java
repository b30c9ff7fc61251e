package dev.postern.stage;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Listeners that remember what they were told, one of which cannot write its report. */
public final class StageListeners {

    /** All that any of them was told, in order: who and what. */
    public static final List<String> HEARD = new CopyOnWriteArrayList<>();

    /** Whether {@link Unable} cannot write. */
    public static final AtomicBoolean DISK_IS_FULL = new AtomicBoolean();

    private StageListeners() {}

    private static class Hearing implements AuditListener {
        private final String name;
        private final int order;

        Hearing(String name, int order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public int order() {
            return order;
        }

        @Override
        public void auditStarted(Plan plan) {
            HEARD.add(name + " started");
        }

        @Override
        public void caseFinished(Plan plan, CaseResult result) {
            HEARD.add(name + " case");
        }

        @Override
        public void auditFinished(Audit audit, Path folder) throws IOException {
            HEARD.add(name + " finished");
            Files.writeString(
                    folder.resolve(name + ".txt"),
                    audit.plan().target().baseUrl().toString());
        }
    }

    /** Called first. */
    public static final class First extends Hearing {
        /** Made by the service loader. */
        public First() {
            super("first", -1);
        }
    }

    /** Called second, and cannot write if {@link #DISK_IS_FULL}. */
    public static final class Unable extends Hearing {
        /** Made by the service loader. */
        public Unable() {
            super("unable", 0);
        }

        @Override
        public void auditFinished(Audit audit, Path folder) throws IOException {
            if (DISK_IS_FULL.get()) {
                throw new IOException("the disk is full");
            }
        }
    }

    /** Called last. */
    public static final class Second extends Hearing {
        /** Made by the service loader. */
        public Second() {
            super("second", 1);
        }
    }
}

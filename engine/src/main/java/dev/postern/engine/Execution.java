package dev.postern.engine;

import dev.postern.run.AuditRun;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is under way between the start and the end of a launcher's request: audits, and the applications that they are
 * about. Told to end, by the process or by the launcher, it stops the audits, and only then the applications.
 */
final class Execution {

    private static final long GLANCE_MILLIS = 100;

    private final StartedTargets targets;
    private final BooleanSupplier cancelled;
    private final Set<AuditRun> runs = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "postern-shutdown");

    /** @param cancelled whether the launcher wants the execution to end early */
    Execution(StartedTargets targets, BooleanSupplier cancelled) {
        this.targets = targets;
        this.cancelled = cancelled;
    }

    StartedTargets targets() {
        return targets;
    }

    void begin() {
        Runtime.getRuntime().addShutdownHook(hook);
        var watch = new Thread(this::watch, "postern-cancellation");
        watch.setDaemon(true);
        watch.start();
    }

    /** The platform lets running cases finish; a scenario that waits for a minute shall not. */
    private void watch() {
        try {
            while (!ended.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    runs.forEach(AuditRun::interrupt);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void opened(AuditRun run) {
        runs.add(run);
    }

    void ended(AuditRun run) {
        runs.remove(run);
    }

    /** What the process does when it ends. */
    void stop() {
        runs.forEach(AuditRun::interrupt);
        targets.closeAll();
    }

    void end() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the hook runs or has run
        }
        targets.closeAll();
    }
}

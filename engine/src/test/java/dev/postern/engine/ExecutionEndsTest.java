package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.junit.RunningTarget;
import dev.postern.journal.JournalContent;
import dev.postern.run.AuditRun;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An execution that is told to end: by the launcher, or with the process. */
class ExecutionEndsTest {

    @TempDir
    private Path folder;

    /** Waits for longer than any test may take. */
    @Check(id = "stage.patient", title = "Waits", severity = Severity.INFO, requests = 1)
    private static final class Patient implements ScenarioCheck {
        private final CountDownLatch waits = new CountDownLatch(1);

        @Override
        public Verdict run(Scenario on) throws InterruptedException {
            waits.countDown();
            on.pause(Duration.ofMinutes(10));
            return Verdict.pass(Reason.HELD, "Waited.");
        }
    }

    private Rehearsal rehearsal(Stage stage, Patient check) {
        return Rehearsal.of(folder, """
                target: stage
                baseUrl: %s
                limits: {maxWait: PT10M}
                schemes:
                  tokens: {type: bearer-opaque}
                identities:
                  alice: {scheme: tokens, obtain: {token: token-of-alice-0123456789}}
                operations:
                  listOrders: {call: GET /orders, requires: {scheme: tokens}}
                """.formatted(stage.url()), check);
    }

    private static Thread runAll(Rehearsal rehearsal, AuditRun run) {
        var thread = new Thread(() -> rehearsal.plan().cases().forEach(run::run));
        thread.start();
        return thread;
    }

    @Test
    void a_cancelled_launcher_ends_a_scenario_that_waits() throws Exception {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var check = new Patient();
            var rehearsal = rehearsal(stage, check);
            var cancelled = new AtomicBoolean();
            var execution = new Execution(new StartedTargets(List.of()), cancelled::get);
            execution.begin();
            var run = rehearsal.start();
            execution.opened(run);
            var running = runAll(rehearsal, run);
            assertThat(check.waits.await(30, TimeUnit.SECONDS)).isTrue();

            cancelled.set(true);

            running.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(running.isAlive()).isFalse();
            assertThat(run.isInterrupted()).isTrue();
            assertThat(JournalContent.read(folder.resolve("reports/journal.jsonl"))
                            .results())
                    .isEmpty();
            execution.end();
        }
    }

    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    static final class Starts {
        private Starts() {}

        static RunningTarget start() {
            return RunningTarget.of(URI.create("http://localhost:1"), () -> TOLD.add("closed"));
        }
    }

    @Test
    void a_process_that_ends_stops_the_audits_and_then_their_applications() throws Exception {
        TOLD.clear();
        try (var stage = Stage.open(Stage.ORDERS)) {
            var targets = new StartedTargets(List.of(Starts.class));
            targets.address(Starts.class, Starts.class.getDeclaredMethod("start"));
            var execution = new Execution(targets, () -> false);
            var run = rehearsal(stage, new Patient()).start(new dev.postern.api.audit.AuditListener() {
                @Override
                public void auditFinished(dev.postern.api.audit.Audit audit, Path reports) {
                    TOLD.add("reported");
                }
            });
            execution.opened(run);

            execution.stop();

            assertThat(TOLD).containsExactly("reported", "closed");
            assertThat(Files.readString(folder.resolve("reports/journal.jsonl")))
                    .contains("\"interrupted\"");
        }
    }

    @Test
    void a_junit_without_cancellation_never_cancels() throws IOException {
        assertThat(Cancellation.isRequested(new Object())).isFalse();
    }
}

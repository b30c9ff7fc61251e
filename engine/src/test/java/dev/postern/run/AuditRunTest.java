package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.journal.JournalContent;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.StageChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit from its start to its reports. */
class AuditRunTest {

    private static final String TARGET = Stage.TARGET + Stage.NOTES;

    @TempDir
    private Path folder;

    /** Remembers what it is told. */
    private static final class Hearing implements AuditListener {
        private final List<String> heard = new ArrayList<>();
        private Audit audit;

        @Override
        public void auditStarted(Plan plan) {
            heard.add("started");
        }

        @Override
        public void caseFinished(Plan plan, CaseResult result) {
            heard.add(result.planned().operation());
        }

        @Override
        public void auditFinished(Audit finished, Path reports) {
            heard.add("finished");
            audit = finished;
        }
    }

    /** Breaks whenever it is told something. */
    private static final class Breaking implements AuditListener {
        @Override
        public void auditStarted(Plan plan) {
            throw new IllegalStateException("no start");
        }

        @Override
        public void caseFinished(Plan plan, CaseResult result) {
            throw new IllegalStateException("no case");
        }

        @Override
        public void auditFinished(Audit audit, Path reports) {
            throw new IllegalStateException("no end");
        }
    }

    /** Cannot write. */
    private static final class FullDisk implements AuditListener {
        @Override
        public void auditFinished(Audit audit, Path reports) throws IOException {
            throw new IOException("no space left");
        }
    }

    @Test
    void a_listener_that_breaks_keeps_nobody_from_a_report_and_changes_no_verdict() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var rehearsal = Rehearsal.of(folder, TARGET.formatted(stage.url()), new StageChecks.NoCredential());
            var hearing = new Hearing();
            var run = rehearsal.start(new Breaking(), new FullDisk(), hearing);
            rehearsal.plan().cases().forEach(run::run);
            var finished = run.finish();

            assertThat(hearing.heard).containsExactly("started", "listOrders", "listNotes", "finished");
            assertThat(finished.audit().results()).hasSize(2);
            assertThat(finished.problems())
                    .hasSize(4)
                    .anyMatch(p -> p.contains("Breaking") && p.contains("no end"))
                    .anyMatch(p -> p.contains("FullDisk") && p.contains("no space left"));
        }
    }

    @Test
    void a_case_runs_once_and_what_is_finished_stays_so() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var rehearsal = Rehearsal.of(folder, TARGET.formatted(stage.url()), new StageChecks.NoCredential());
            var hearing = new Hearing();
            var run = rehearsal.start(hearing);
            var planned = rehearsal.at("listOrders");

            assertThat(run.run(planned)).isSameAs(run.run(planned));
            run.finish();
            run.finish();
            run.interrupt();

            assertThat(hearing.heard).containsExactly("started", "listOrders", "finished");
            assertThat(hearing.audit.interrupted()).isFalse();
        }
    }

    @Test
    void an_interrupt_lets_nothing_more_out_and_writes_reports_of_what_there_is() throws Exception {
        var arrived = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var stage = Stage.open(request -> {
            if (request.path().equals("/notes")) {
                arrived.countDown();
                await(goOn);
            }
            return request.bearer().equals(Stage.TOKEN) ? Reply.orders() : Reply.UNAUTHORIZED;
        })) {
            var rehearsal = Rehearsal.of(folder, TARGET.formatted(stage.url()), new StageChecks.NoCredential());
            var hearing = new Hearing();
            var run = rehearsal.start(hearing);
            run.run(rehearsal.at("listOrders"));
            var underWay = CompletableFuture.supplyAsync(() -> run.run(rehearsal.at("listNotes")));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

            run.interrupt();
            var sent = stage.requests().size();
            goOn.countDown();
            underWay.get(10, TimeUnit.SECONDS);

            assertThat(stage.requests()).hasSize(sent);
            assertThat(hearing.heard).containsExactly("started", "listOrders", "finished");
            assertThat(hearing.audit.interrupted()).isTrue();
            assertThat(hearing.audit.gate().passed()).isFalse();
            assertThat(hearing.audit.result(rehearsal.at("listNotes"))).isEmpty();
            var journal = folder.resolve("reports/journal.jsonl");
            assertThat(JournalContent.read(journal).results()).hasSize(1);
            assertThat(Files.readAllLines(journal))
                    .extracting(line -> line.replaceAll("\\{\"event\":\"(\\w+)\".*", "$1"))
                    .filteredOn(event -> !event.equals("trial"))
                    .containsExactly("started", "case", "interrupted", "finished");
        }
    }

    /** Stands before the other in the order of the plan, and would use up the budget. */
    @Check(id = "stage.a-light", title = "Light", severity = Severity.LOW, requests = 30)
    private static final class Light implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return IntStream.range(0, 30).mapToObj(i -> on.attempt("light " + i, "light-credential-%04d".formatted(i)));
        }
    }

    @Check(id = "stage.z-grave", title = "Grave", severity = Severity.CRITICAL, requests = 5)
    private static final class Grave implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return IntStream.range(0, 5).mapToObj(i -> on.attempt("grave " + i, "grave-credential-%04d".formatted(i)));
        }
    }

    @Test
    void a_budget_that_does_not_suffice_is_spent_on_grave_checks_first() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var target = TARGET.formatted(stage.url()).replaceFirst("(?m)^limits: *\\{", "limits: {requests: 60, ");
            var rehearsal = Rehearsal.of(folder, target, new Light(), new Grave());
            assertThat(rehearsal.plan().target().limits().requests()).isEqualTo(60);
            assertThat(rehearsal.plan().mayExceedBudget()).isTrue();
            assertThat(rehearsal.plan().beyondBudget())
                    .isNotEmpty()
                    .allMatch(c -> c.checkId().equals("stage.a-light"));

            var audit = rehearsal.run();

            assertThat(audit.requests()).isEqualTo(60);
            assertThat(audit.results().values())
                    .filteredOn(r -> r.planned().checkId().equals("stage.z-grave"))
                    .hasSize(2)
                    .allMatch(r -> r.verdict().outcome() == Outcome.PASS);
            assertThat(audit.with(Outcome.INCONCLUSIVE))
                    .isNotEmpty()
                    .allMatch(r -> r.planned().checkId().equals("stage.a-light"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

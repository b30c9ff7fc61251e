package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Header;
import dev.postern.journal.JournalContent;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cases of one operation have in common. */
class RoundTest {

    private static final String TARGET = Stage.TARGET + Stage.NOTES;

    @TempDir
    private Path folder;

    private Rehearsal rehearsal(Stage stage) {
        return Rehearsal.of(
                folder,
                TARGET.formatted(stage.url()),
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential(),
                new Meddling());
    }

    /** Its attempt is what a target may take as a reason to lock the account. */
    @Check(id = "stage.meddling", title = "Meddling is refused", severity = Severity.LOW, requests = 1)
    public static final class Meddling implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.of(on.attempt("meddling", "meddling-credential-0001"));
        }
    }

    private static boolean isMeddling(Request request) {
        return request.bearer().startsWith("meddling");
    }

    @Test
    void each_operation_is_proved_alive_once_after_the_attempts_of_all_its_cases() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var audit = rehearsal(stage).run();

            assertThat(audit.count(Outcome.PASS)).isEqualTo(6);
            for (var path : List.of("/orders", "/notes")) {
                var there = stage.requests().stream()
                        .filter(r -> r.path().equals(path))
                        .toList();
                // positive and negative control, four attempts, and the valid credential once more
                assertThat(there).hasSize(7);
                assertThat(there.get(there.size() - 1).bearer()).isEqualTo(TOKEN);
            }
            assertThat(audit.results().values())
                    .allSatisfy(r -> assertThat(r.trials())
                            .filteredOn(t -> t.kind() == Kind.LIVENESS)
                            .singleElement()
                            .matches(Trial::asExpected));
        }
    }

    @Test
    void a_credential_that_does_not_outlive_the_round_leaves_none_of_its_cases_proved_and_others_alone() {
        var locked = new AtomicBoolean();
        try (var stage = Stage.open(request -> {
            if (isMeddling(request) && request.path().equals("/orders")) {
                locked.set(true);
            }
            return locked.get() && request.path().equals("/orders") ? Reply.UNAUTHORIZED : Stage.ORDERS.apply(request);
        })) {
            var audit = rehearsal(stage).run();

            assertThat(audit.results().values())
                    .filteredOn(r -> r.planned().operation().equals("listOrders"))
                    .hasSize(3)
                    .allMatch(r -> r.verdict().reason() == Reason.CONTROL_LOST);
            assertThat(audit.results().values())
                    .filteredOn(r -> r.planned().operation().equals("listNotes"))
                    .hasSize(3)
                    .allMatch(r -> r.verdict().outcome() == Outcome.PASS);
        }
    }

    @Test
    void an_operation_that_answers_the_same_request_in_two_ways_proves_nothing() {
        var seen = new AtomicBoolean();
        try (var stage = Stage.open(request -> request.bearer().equals(TOKEN) && seen.getAndSet(true)
                ? new Reply(200, List.of(new Header("Content-Type", "text/html")), "<p>Down for maintenance</p>")
                : Stage.ORDERS.apply(request))) {
            var result = Rehearsal.of(
                            folder,
                            TARGET.formatted(stage.url()).replaceFirst("(?s)  listNotes:.*", ""),
                            new StageChecks.WrongCredential())
                    .result();

            assertThat(result.verdict().reason()).as(result.verdict().words()).isEqualTo(Reason.UNSTABLE_CONTROL);
        }
    }

    @Test
    void a_grant_stands_whatever_becomes_of_the_credential() {
        var locked = new AtomicBoolean();
        try (var stage = Stage.open(request -> {
            locked.compareAndSet(false, isMeddling(request));
            return locked.get() && request.bearer().equals(TOKEN)
                    ? Reply.UNAUTHORIZED
                    : request.bearer().endsWith("2") ? Reply.orders() : Stage.ORDERS.apply(request);
        })) {
            var audit = rehearsal(stage).run();

            assertThat(audit.with(Outcome.FAIL))
                    .extracting(r -> r.planned().checkId())
                    .contains("stage.wrong-credential");
        }
    }

    @Test
    void a_case_that_is_asked_for_alone_is_run_with_those_that_were_selected_only() {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var rehearsal = rehearsal(stage);
            var wanted = rehearsal.plan().cases().stream()
                    .filter(c -> c.checkId().equals("stage.meddling"))
                    .toList();
            var run = rehearsal.startWith(wanted);
            run.run(wanted.get(0));

            var audit = run.finish().audit();

            assertThat(audit.results()).containsOnlyKeys(wanted.get(0).id());
        }
    }

    @Test
    void those_who_come_at_once_share_the_work_and_get_the_same_results() throws Exception {
        var both = new CyclicBarrier(2);
        var inAttempt = new AtomicBoolean(true);
        try (var stage = Stage.open(request -> {
            if (!request.bearer().isEmpty() && !request.bearer().equals(TOKEN) && inAttempt.get()) {
                meet(both); // answered only when a second attempt is under way
                inAttempt.set(false);
            }
            return Stage.ORDERS.apply(request);
        })) {
            var rehearsal = rehearsal(stage);
            var run = rehearsal.start();
            var cases = rehearsal.plan().cases().stream()
                    .filter(c -> c.operation().equals("listOrders"))
                    .toList();
            var pool = Executors.newFixedThreadPool(4);
            try {
                var results = pool.invokeAll(
                        cases.stream()
                                .map(c -> (Callable<CaseResult>) () -> run.run(c))
                                .toList(),
                        20,
                        TimeUnit.SECONDS);

                for (Future<CaseResult> result : results) {
                    assertThat(result.get().verdict().outcome()).isEqualTo(Outcome.PASS);
                }
            } finally {
                pool.shutdownNow();
            }
            run.finish();
            assertThat(JournalContent.read(folder.resolve("reports/journal.jsonl"))
                            .results())
                    .extracting(r -> r.planned().id())
                    .containsExactlyInAnyOrderElementsOf(
                            cases.stream().map(PlannedCase::id).toList());
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }

    @Test
    void an_error_ends_the_wait_of_all() {
        var cases = rehearsalCases();
        var round = new Round(
                cases,
                (planned, answers) -> {
                    throw new InternalError(planned.checkId());
                },
                (tried, cacheIsReported) -> Map.of());
        var first = cases.get(0);

        assertThatThrownBy(() -> round.result(first)).hasMessage(first.checkId());
        assertThatThrownBy(() -> round.result(cases.get(1))).isInstanceOf(InternalError.class);
        assertThatThrownBy(() -> round.result(first)).hasRootCauseMessage(first.checkId());
    }

    private List<PlannedCase> rehearsalCases() {
        return Rehearsal.of(
                        folder,
                        TARGET.formatted("http://localhost:1"),
                        new StageChecks.NoCredential(),
                        new StageChecks.WrongCredential())
                .plan()
                .cases()
                .subList(0, 2);
    }
}

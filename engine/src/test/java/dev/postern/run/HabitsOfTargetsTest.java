package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.http.Header;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Habits of targets that were misread once: what is sound passes, what is weak fails. */
class HabitsOfTargetsTest {

    private static final String WRITE = """
              addOrder:
                call: POST /orders
                contentType: application/json
                body: '{"item":"pen"}'
                destructive: false
                requires:
                  scheme: tokens
            """;

    private static final Reply PAGE = new Reply(
            200,
            List.of(new Header("Content-Type", "text/html")),
            "<!doctype html><html><head><title>App</title></head><body><div id=root></div></body></html>");

    @TempDir
    private Path folder;

    private List<CaseResult> results(Function<Request, Reply> script, String target, SecurityCheck... checks) {
        try (var stage = Stage.open(script)) {
            return List.copyOf(Rehearsal.of(folder, target.formatted(stage.url()), checks)
                    .run()
                    .results()
                    .values());
        }
    }

    private static void assertAll(List<CaseResult> results, Outcome outcome, Reason reason) {
        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result.verdict().reason())
                    .as(result.planned().id() + " " + result.verdict())
                    .isEqualTo(reason);
            assertThat(result.verdict().outcome()).isEqualTo(outcome);
        });
    }

    @Test
    void a_refusal_that_conceals_passes_on_writes_as_on_reads() {
        var results = results(
                request -> !request.bearer().equals(TOKEN) || !request.path().equals("/orders")
                        ? Reply.json(404, "{\"error\":\"not_found\"}")
                        : request.method().equals("POST")
                                ? Reply.json(201, "{\"id\":19,\"item\":\"pen\"}")
                                : Reply.orders(),
                Stage.TARGET + WRITE,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential());

        assertThat(results).hasSize(4);
        assertAll(results, Outcome.PASS, Reason.HELD);
    }

    @Test
    void a_refusal_of_writes_that_conceals_passes_where_no_credential_gets_401() {
        var results = results(
                request -> request.bearer().isEmpty() && request.path().equals("/orders")
                        ? Reply.UNAUTHORIZED
                        : !request.bearer().equals(TOKEN) || !request.path().equals("/orders")
                                ? Reply.json(404, "{\"error\":\"not_found\"}")
                                : Reply.json(201, "{\"id\":19,\"item\":\"pen\"}"),
                Stage.TARGET.substring(0, Stage.TARGET.indexOf("  listOrders")) + WRITE,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential());

        assertAll(results, Outcome.PASS, Reason.HELD);
    }

    @Test
    void one_page_for_everything_is_no_open_write() {
        var results = results(request -> PAGE, Stage.TARGET + WRITE, new StageChecks.NoCredential());

        assertThat(results).hasSize(2);
        assertAll(results, Outcome.INCONCLUSIVE, Reason.POSITIVE_CONTROL_FAILED);
    }

    @Test
    void a_write_that_is_open_fails() {
        var results = results(
                request -> request.path().equals("/orders")
                        ? Reply.json(201, "{\"id\":19,\"item\":\"pen\"}")
                        : Reply.NOT_FOUND,
                Stage.TARGET.substring(0, Stage.TARGET.indexOf("  listOrders")) + WRITE,
                new StageChecks.NoCredential());

        assertAll(results, Outcome.FAIL, Reason.GRANTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500, 503})
    void a_target_that_needs_a_moment_before_its_first_grant_is_audited_and_that_is_said(int status) {
        var asked = new AtomicInteger();
        var results = results(
                request -> !request.bearer().equals(TOKEN)
                        ? Reply.UNAUTHORIZED
                        : !request.path().equals("/orders")
                                ? Reply.NOT_FOUND
                                : asked.getAndIncrement() == 0
                                        ? Reply.json(status, "{\"error\":\"no keys yet\"}")
                                        : Reply.orders(),
                Stage.TARGET,
                new StageChecks.NoCredential());

        assertAll(results, Outcome.PASS, Reason.HELD);
        if (status != 503) { // which the door repeats by itself
            assertThat(results.get(0).trials())
                    .extracting(Trial::label)
                    .contains("valid credential of alice: the first answer, before it was tried again");
        }
    }

    @Test
    void a_credential_that_is_never_granted_costs_one_request_more() {
        var asked = new AtomicInteger();
        var results = results(
                request -> {
                    if (request.bearer().equals(TOKEN)) {
                        asked.incrementAndGet();
                    }
                    return Reply.UNAUTHORIZED;
                },
                Stage.TARGET + WRITE,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential());

        assertAll(results, Outcome.INCONCLUSIVE, Reason.POSITIVE_CONTROL_FAILED);
        assertThat(asked).hasValue(3); // two operations, and the first of them once more
    }

    /** Long enough for a busy machine to answer in, and passed by {@link #tooLate}. */
    private static final String DEADLINE = "rate: 10000, deadline: PT2S";

    private static Reply tooLate(Reply reply) {
        try {
            Thread.sleep(3000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void one_slow_answer_to_a_read_is_asked_for_again_and_that_is_said(boolean withCredential) {
        var asked = new AtomicInteger();
        var results = results(
                request -> request.bearer().equals(TOKEN)
                        ? Stage.ORDERS.apply(request)
                        : request.bearer().isEmpty() != withCredential && asked.getAndIncrement() == 0
                                ? tooLate(Reply.UNAUTHORIZED)
                                : Reply.UNAUTHORIZED,
                Stage.TARGET.replace("rate: 10000", DEADLINE),
                new StageChecks.WrongCredential());

        assertAll(results, Outcome.PASS, Reason.HELD);
        assertThat(results.get(0).trials())
                .extracting(Trial::label)
                .anyMatch(label -> label.endsWith(": the first time, before it was sent again"));
    }

    @Test
    void a_slow_answer_that_is_granted_the_second_time_fails() {
        var asked = new AtomicInteger();
        var results = results(
                request -> request.bearer().isEmpty()
                        ? Reply.UNAUTHORIZED
                        : request.bearer().equals(TOKEN) || asked.getAndIncrement() > 0
                                ? Reply.orders()
                                : tooLate(Reply.UNAUTHORIZED),
                Stage.TARGET.replace("rate: 10000", DEADLINE),
                new StageChecks.WrongCredential());

        assertAll(results, Outcome.FAIL, Reason.GRANTED);
    }

    @Test
    void what_is_never_answered_in_time_is_asked_for_once_more_and_stays_undecided() {
        var asked = new AtomicInteger();
        var results = results(
                request -> {
                    if (request.bearer().isEmpty() || request.bearer().equals(TOKEN)) {
                        return Stage.ORDERS.apply(request);
                    }
                    asked.incrementAndGet();
                    return tooLate(Reply.UNAUTHORIZED);
                },
                Stage.TARGET.replace("rate: 10000", DEADLINE),
                new StageChecks.WrongCredential());

        assertAll(results, Outcome.INCONCLUSIVE, Reason.TRANSPORT);
        assertThat(asked).hasValue(4); // three attempts, and the first of them once more
    }
}

package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.SecurityCheck;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes whose answers do not tell what they did. */
class ProbedWriteTest {

    private static final String TARGET = """
            target: stage
            baseUrl: %s
            limits: {rate: 10000}
            schemes:
              tokens:
                type: bearer-opaque
            identities:
              alice:
                scheme: tokens
                obtain:
                  token: token-of-alice-0123456789
            operations:
              touchOrder:
                call: PUT /orders/{id}
                requires:
                  scheme: tokens
                with:
                  id: 17
                destructive: false
                probe: getOrder
              getOrder:
                call: GET /orders/{id}
                requires:
                  scheme: tokens
                with:
                  id: 1
            """;

    private static final Reply NO_CONTENT = new Reply(204, List.of(), "");
    private static final Reply CRASH = Reply.json(500, "{\"error\":\"oops\"}");

    @TempDir
    private Path folder;

    /** One order with a revision that each write raises, unless the API keeps the write from it. */
    private static final class Api implements Function<Request, Reply> {
        private final AtomicInteger revision = new AtomicInteger();
        private final Function<Request, Reply> strangers;
        private final boolean strangersWrite;

        Api(boolean strangersWrite, Function<Request, Reply> strangers) {
            this.strangers = strangers;
            this.strangersWrite = strangersWrite;
        }

        @Override
        public Reply apply(Request request) {
            var isOwner = request.bearer().equals(TOKEN);
            if (request.is("GET /orders/17")) {
                return isOwner
                        ? Reply.json(
                                200,
                                "{\"order\":\"pen and ink\",\"revision\":" + revision + ",\"at\":\"" + Instant.now()
                                        + "\"}")
                        : Reply.UNAUTHORIZED;
            }
            if (!request.is("PUT /orders/17")) {
                return Reply.NOT_FOUND;
            }
            if (isOwner || (strangersWrite && !request.bearer().isEmpty())) {
                revision.incrementAndGet();
            }
            return isOwner ? NO_CONTENT : request.bearer().isEmpty() ? Reply.UNAUTHORIZED : strangers.apply(request);
        }
    }

    private CaseResult result(Function<Request, Reply> api, String target, SecurityCheck check) {
        try (var stage = Stage.open(api)) {
            return Rehearsal.of(folder, target.formatted(stage.url()), check).run().results().values().stream()
                    .filter(r -> r.planned().operation().equals("touchOrder"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void assertVerdict(CaseResult result, Outcome outcome, Reason reason) {
        assertThat(result.verdict().reason()).as(result.verdict().toString()).isEqualTo(reason);
        assertThat(result.verdict().outcome()).isEqualTo(outcome);
    }

    @Test
    void a_crash_that_changed_nothing_is_a_denial() {
        var result = result(new Api(false, r -> CRASH), TARGET, new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.PASS, Reason.HELD);
        assertThat(result.trials())
                .anySatisfy(t -> assertThat(t.label()).contains("the probe before it"))
                .anySatisfy(t -> assertThat(t.label()).contains("the probe after it"));
    }

    @Test
    void without_a_probe_a_crash_decides_nothing() {
        var result = result(
                new Api(false, r -> CRASH),
                TARGET.replace("    probe: getOrder\n", ""),
                new StageChecks.WrongCredential());

        assertVerdict(result, Outcome.INCONCLUSIVE, Reason.SERVER_ERROR);
    }

    @Test
    void a_crash_and_a_refusal_that_changed_something_are_grants() {
        assertVerdict(
                result(new Api(true, r -> CRASH), TARGET, new StageChecks.WrongCredential()),
                Outcome.FAIL,
                Reason.GRANTED);
        assertVerdict(
                result(new Api(true, r -> Reply.json(403, "{}")), TARGET, new StageChecks.WrongCredential()),
                Outcome.FAIL,
                Reason.GRANTED);
    }

    @Test
    void an_empty_answer_that_changed_nothing_is_a_denial_and_one_that_did_a_grant() {
        assertVerdict(
                result(new Api(false, r -> NO_CONTENT), TARGET, new StageChecks.WrongCredential()),
                Outcome.PASS,
                Reason.HELD);
        assertVerdict(
                result(new Api(true, r -> NO_CONTENT), TARGET, new StageChecks.WrongCredential()),
                Outcome.FAIL,
                Reason.GRANTED);
    }

    @Test
    void who_is_told_yes_without_credential_and_changes_nothing_is_denied() {
        var api = new Api(false, r -> Reply.UNAUTHORIZED);
        Function<Request, Reply> polite =
                r -> r.is("PUT /orders/17") && r.bearer().isEmpty() ? NO_CONTENT : api.apply(r);

        assertVerdict(result(polite, TARGET, new StageChecks.NoCredential()), Outcome.PASS, Reason.HELD);
        assertVerdict(
                result(polite, TARGET.replace("    probe: getOrder\n", ""), new StageChecks.NoCredential()),
                Outcome.FAIL,
                Reason.GRANTED);
    }

    @Test
    void writes_at_the_same_time_do_not_pass_for_those_of_a_stranger() throws Exception {
        var api = new Api(false, r -> CRASH);
        try (var stage = Stage.open(api)) {
            var first = TARGET.substring(TARGET.indexOf("  touchOrder:"), TARGET.indexOf("  getOrder:"));
            var second = first.replace("touchOrder", "touchAgain") + "    headers:\n      X-Again: again\n";
            var target = TARGET.replace(first, first + second).formatted(stage.url());
            var rehearsal =
                    Rehearsal.of(folder, target, new StageChecks.WrongCredential(), new StageChecks.NoCredential());
            var run = rehearsal.start();
            var threads = Executors.newFixedThreadPool(4);
            try {
                threads.invokeAll(rehearsal.plan().cases().stream()
                        .map(c -> (Callable<CaseResult>) () -> run.run(c))
                        .toList());
            } finally {
                threads.shutdownNow();
            }

            var audit = run.finish().audit();

            assertThat(audit.results().values())
                    .filteredOn(r -> r.planned().operation().startsWith("touch"))
                    .hasSize(4)
                    .allMatch(r -> r.verdict().outcome() == Outcome.PASS);
        }
    }

    @Test
    void mistakes_in_a_probe_are_told_with_their_place() throws IOException {
        var file = folder.resolve("orders.yaml");
        Files.writeString(
                file,
                TARGET.formatted("http://localhost:1")
                        .replace("probe: getOrder", "probe: getOrdr")
                        .replace("      id: 1\n", "      id: 1\n    probe: getOrder\n"));

        assertThatThrownBy(() -> TargetFile.load(file, name -> null))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(
                        "probe of operation \"touchOrder\" must name an operation with GET, but is \"getOrdr\"")
                .hasMessageContaining("did you mean \"getOrder\"?")
                .hasMessageContaining("operation \"getOrder\" only reads, and has a probe");
    }
}

package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.reportEntry;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.journal.JournalContent;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.StageChecks;
import dev.postern.stage.StageListeners;
import dev.postern.stage.audits.StageAudit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** What JUnit is told of an audit that runs. */
class ExecutionTest {

    private static final String TARGET = """
            target: stage
            baseUrl: %s
            limits: {rate: 10000, concurrency: 3}
            schemes:
              tokens:
                type: bearer-opaque
            identities:
              alice:
                scheme: tokens
                obtain:
                  token: token-of-alice-0123456789
            operations:
              listOrders:
                call: GET /orders
                requires: {scheme: tokens}
              createOrder:
                call: POST /orders
                requires: {scheme: tokens}
            """;

    @TempDir
    private Path folder;

    private EngineExecutionResults execute(DiscoverySelector selector, Map<String, String> parameters) {
        var kit = EngineTestKit.engine("postern")
                .configurationParameter(Options.OUTPUT, folder.resolve("out").toString())
                .configurationParameter(Options.CHECKLIST, "stage")
                .selectors(selector);
        parameters.forEach(kit::configurationParameter);
        return kit.execute();
    }

    private EngineExecutionResults execute(String target, Map<String, String> parameters) throws IOException {
        var file = Files.writeString(folder.resolve("orders.yaml"), target);
        return execute(selectFile(file.toFile()), parameters);
    }

    private EngineExecutionResults execute(Stage stage) throws IOException {
        return execute(TARGET.formatted(stage.url()), Map.of());
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(e -> e.getTestDescriptor().getDisplayName()).toList();
    }

    private static Throwable failure(EngineExecutionResults results, String name) {
        return results.testEvents().failed().stream()
                .filter(e -> e.getTestDescriptor().getDisplayName().startsWith(name))
                .findFirst()
                .flatMap(e -> e.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .orElseThrow();
    }

    @Test
    void a_sound_target_passes_and_what_cannot_be_tried_is_skipped_with_its_reason() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var results = execute(stage);

            results.testEvents().assertStatistics(s -> s.succeeded(4).failed(0).skipped(4));
            assertThat(results.testEvents().skipped().stream().map(e -> e.getRequiredPayload(String.class)))
                    .filteredOn(
                            reason -> reason.startsWith("NOT_APPLICABLE: Calling POST /orders may change something"))
                    .hasSize(3);
            assertThat(results.testEvents().skipped().stream().map(e -> e.getRequiredPayload(String.class)))
                    .contains("MANUAL: Nobody has attested \"Backups are encrypted\": give an attestation file.");
            results.containerEvents().assertStatistics(s -> s.failed(0).skipped(0));
        }
    }

    @Test
    void a_check_of_two_controls_runs_once_and_is_told_twice() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var results = execute(stage);

            assertThat(names(results.testEvents().succeeded().list()))
                    .filteredOn(n -> n.startsWith("stage.no-credential"))
                    .hasSize(2);
            assertThat(stage.requests()).filteredOn(r -> r.bearer().isEmpty()).hasSize(1);
            assertThat(Files.readAllLines(folder.resolve("out/orders/journal.jsonl")))
                    .filteredOn(line -> line.contains("\"event\":\"case\""))
                    .hasSize(6); // of eight leaves, two of one control stand for the same cases as two of another
        }
    }

    @Test
    void a_fail_tells_all_in_its_message_and_has_no_stack_trace() throws IOException {
        try (var stage = Stage.open(r -> r.is("GET /orders") ? Reply.orders() : Reply.NOT_FOUND)) {
            var results = execute(stage);
            var failure = failure(results, "stage.no-credential");

            assertThat(failure).isInstanceOf(AuditFailure.class).isInstanceOf(AssertionError.class);
            assertThat(failure.getStackTrace()).isEmpty();
            assertThat(failure.getMessage().lines())
                    .satisfiesExactly(
                            head -> assertThat(head)
                                    .startsWith(
                                            "FAIL stage.no-credential on GET /orders · alice (critical); the control does not"
                                                    + " hold: "), // which of its two controls is not certain
                            sent -> assertThat(sent)
                                    .isEqualTo("  sent:   GET " + stage.url() + "/orders: no credential"),
                            back -> assertThat(back).startsWith("  back:   200 "),
                            repeat -> assertThat(repeat)
                                    .startsWith("  repeat: curl -i --http1.1 -X GET " + stage.url() + "/orders -H"),
                            why -> assertThat(why).isEqualTo("  why:    Whoever finds the address has the data."),
                            mend -> assertThat(mend).isEqualTo("  mend:   Refuse by default."));
            assertThat(failure).hasToString(failure.getMessage());
            assertThat(failure.getMessage()).doesNotContain("$CREDENTIAL", Stage.TOKEN);
            // nothing can be learnt of the others, and that is no success
            assertThat(failure(results, "stage.wrong-credential").getMessage())
                    .startsWith("INCONCLUSIVE stage.wrong-credential on GET /orders");
            results.allEvents()
                    .reportingEntryPublished()
                    .assertThatEvents()
                    .haveExactly(1, reportEntry(Map.of(PosternTestEngine.GATE, "failed")));
        }
    }

    @Test
    void a_check_that_throws_fails_as_undecided_in_a_message_that_stays_short() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var list = Files.writeString(
                    folder.resolve("list.yaml"),
                    "checklist: list\ntitle: List\ncontrols: {a: {title: A, checks: [stage.broken]}}\n");
            var results = execute(TARGET.formatted(stage.url()), Map.of(Options.CHECKLIST, list.toString()));

            results.testEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            finishedWithFailure(
                                    instanceOf(AuditFailure.class),
                                    message(m -> m.startsWith("INCONCLUSIVE stage.broken")
                                            && m.contains("UnsupportedOperationException")
                                            && m.lines().count() <= 15)));
        }
    }

    @Test
    void what_a_person_attests_passes_or_fails() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var today = LocalDate.now(ZoneOffset.UTC);
            var text = """
                    attestations:
                      backups-are-encrypted:
                        holds: %s
                        by: Dora
                        on: %s
                        until: %s
                        evidence: ticket 17
                    """;
            var present = Files.writeString(
                    folder.resolve("present.yaml"), text.formatted(true, today.minusDays(2), today.plusDays(9)));
            var absent = Files.writeString(
                    folder.resolve("absent.yaml"), text.formatted(false, today.minusDays(2), today.plusDays(9)));

            var held = execute(TARGET.formatted(stage.url()), Map.of(Options.ATTESTATIONS, present.toString()));
            held.testEvents().assertStatistics(s -> s.succeeded(5).failed(0));
            var lost = execute(TARGET.formatted(stage.url()), Map.of(Options.ATTESTATIONS, absent.toString()));
            lost.testEvents().assertStatistics(s -> s.succeeded(4).failed(1));
            assertThat(failure(lost, "Backups are encrypted").getMessage()).startsWith("FAIL manual");
        }
    }

    @Test
    void one_case_by_its_unique_id_runs_alone() {
        var results = execute(
                selectUniqueId("[engine:postern]/[audit:" + StageAudit.class.getName()
                        + "]/[control:answers-are-not-stored]/[check:stage.no-store]"
                        + "/[case:stage.no-store|listOrders|tokens|alice|]"),
                Map.of());

        results.testEvents().assertStatistics(s -> s.started(1).succeeded(1).skipped(0));
        assertThat(StageAudit.stage.requests()).hasSize(1);
    }

    @Test
    void a_class_starts_its_target_once_and_reports_name_the_address() throws IOException {
        var starts = StageAudit.STARTS.get();

        var results = execute(selectClass(StageAudit.class), Map.of());

        assertThat(StageAudit.STARTS).hasValue(starts + 1);
        results.testEvents().assertStatistics(s -> s.succeeded(4).failed(0).skipped(4));
        assertThat(StageAudit.stage.requests()).isNotEmpty();
        var reports = folder.resolve("out/dev.postern.stage.audits.StageAudit");
        assertThat(reports.resolve("first.txt"))
                .hasContent(StageAudit.stage.url().toString());
        results.allEvents()
                .reportingEntryPublished()
                .assertThatEvents()
                .haveExactly(1, reportEntry(Map.of(PosternTestEngine.GATE, "passed")))
                .haveExactly(1, reportEntry(Map.of(PosternTestEngine.REPORTS, reports.toString())));
    }

    @Test
    void listeners_are_told_in_their_order_and_one_that_cannot_write_is_named_and_breaks_the_gate() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            StageListeners.HEARD.clear();
            StageListeners.DISK_IS_FULL.set(true);
            EngineExecutionResults results;
            try {
                results = execute(stage);
            } finally {
                StageListeners.DISK_IS_FULL.set(false);
            }

            assertThat(StageListeners.HEARD)
                    .startsWith("first started", "unable started", "second started", "first case", "unable case")
                    .endsWith("first finished", "second finished");
            assertThat(folder.resolve("out/orders/second.txt")).exists();
            assertThat(results.allEvents().reportingEntryPublished().stream().map(Event::toString))
                    .anyMatch(e -> e.contains("postern.problem") && e.contains("Unable") && e.contains("disk is full"))
                    .anyMatch(e -> e.contains(PosternTestEngine.GATE) && e.contains("failed"));
        }
    }

    @Test
    void an_audit_that_was_stopped_goes_on_where_it_was_and_is_not_begun_anew() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            execute(stage);
            var journal = folder.resolve("out/orders/journal.jsonl");
            var whole = JournalContent.read(journal).results();
            var lines = Files.readAllLines(journal);
            var cut = lines.size() - 1;
            while (!lines.get(cut).startsWith("{\"event\":\"case\"")) {
                cut--;
            }
            Files.write(journal, lines.subList(0, cut)); // as if it had been killed before its last verdict
            var kept = JournalContent.read(journal).results();
            assertThat(kept).hasSize(whole.size() - 1);

            var again = execute(TARGET.formatted(stage.url()), Map.of(Options.RESUME, "true"));

            again.testEvents().assertStatistics(s -> s.failed(0));
            var results = JournalContent.read(journal).results();
            assertThat(results).as("as they were, and not run again").containsAll(kept);
            assertThat(results)
                    .extracting(r -> r.planned().id() + " " + r.verdict().outcome())
                    .containsExactlyInAnyOrderElementsOf(whole.stream()
                            .map(r -> r.planned().id() + " " + r.verdict().outcome())
                            .toList());

            var changed = execute(TARGET.formatted(stage.url()) + "# changed\n", Map.of(Options.RESUME, "true"));

            changed.containerEvents()
                    .assertThatEvents()
                    .haveExactly(1, finishedWithFailure(message(m -> m.contains("has changed since the audit began"))));
        }
    }

    @Test
    void no_more_cases_run_at_once_than_the_target_bears() throws IOException {
        var operations = IntStream.range(0, 12)
                .mapToObj(i -> "  read" + i + ":\n    call: GET /orders/" + i + "\n    requires: {scheme: tokens}\n")
                .collect(Collectors.joining());
        var target = TARGET.substring(0, TARGET.indexOf("  listOrders:")) + operations;
        try (var stage = Stage.open(request -> {
            pause(15);
            return Stage.ORDERS.apply(request);
        })) {
            execute(target.formatted(stage.url()), Map.of(Options.ONLY, "stage.wrong-credential"))
                    .testEvents()
                    .assertStatistics(s -> s.succeeded(12));

            assertThat(stage.peak()).isBetween(2, 3);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_scenario_that_uses_up_a_limit_runs_while_no_other_case_of_that_limit_does() throws IOException {
        var intruders = new AtomicInteger();
        var operations = IntStream.range(0, 6)
                .mapToObj(i -> "  read" + i + ":\n    call: GET /orders/" + i + "\n    requires: {scheme: tokens}\n")
                .collect(Collectors.joining());
        var target = TARGET.substring(0, TARGET.indexOf("  listOrders:"))
                        .replace(
                                "type: bearer-opaque", "type: bearer-opaque\n    limit: {requests: 100, window: PT10S}")
                + operations;
        var list = Files.writeString(
                folder.resolve("list.yaml"),
                "checklist: list\ntitle: List\ncontrols: {a: {title: A, checks: [stage.wrong-credential, stage.burst]}}\n");
        try (var stage = Stage.open(request -> {
            if (StageChecks.Burst.running
                    && request.header(StageChecks.Burst.MARK).isEmpty()) {
                intruders.incrementAndGet();
            }
            return Stage.ORDERS.apply(request);
        })) {
            execute(target.formatted(stage.url()), Map.of(Options.CHECKLIST, list.toString()))
                    .testEvents()
                    .assertStatistics(s -> s.succeeded(12));

            assertThat(intruders).hasValue(0);
        }
    }

    /** Starts an API whose token endpoint is beside it, below another path. */
    @Audit(target = "classpath:dev/postern/stage/token-api.yaml", checklist = "stage")
    static final class IssuesTokens {
        private IssuesTokens() {}

        @TargetUnderTest
        static URI start() {
            var stage = Stage.open(request -> switch (request.method() + " " + request.path()) {
                case "POST /token" -> Reply.json(200, "{\"access_token\":\"" + Stage.TOKEN + "\"}");
                case "GET /api/orders" -> Stage.ORDERS.apply(request);
                default -> Reply.NOT_FOUND;
            });
            return URI.create(stage.url() + "/api/");
        }
    }

    @Test
    void paths_of_the_target_file_count_from_the_address_that_a_class_gives() {
        execute(selectClass(IssuesTokens.class), Map.of())
                .testEvents()
                .assertStatistics(s -> s.succeeded(4).failed(0));
    }

    /** Makes a secret when it starts its API, and a file of it that the target file names. */
    @Audit(target = "classpath:dev/postern/stage/made-secret-api.yaml", checklist = "stage")
    static final class MakesItsSecret {
        private MakesItsSecret() {}

        @TargetUnderTest
        static URI start() throws IOException {
            Files.writeString(Path.of("target", "made-secret.txt"), Stage.TOKEN);
            return Stage.open(Stage.ORDERS).url();
        }
    }

    @Test
    void a_class_may_write_files_that_its_target_file_names() throws IOException {
        Files.deleteIfExists(Path.of("target", "made-secret.txt"));

        execute(selectClass(MakesItsSecret.class), Map.of())
                .testEvents()
                .assertStatistics(s -> s.succeeded(4).failed(0));
    }

    @Test
    void a_secret_that_is_missing_fails_before_anything_is_sent() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var results = execute(
                    TARGET.formatted(stage.url()).replace(Stage.TOKEN, "${env:NO_SUCH_VARIABLE_OF_POSTERN}"), Map.of());

            results.containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            finishedWithFailure(
                                    instanceOf(AuditFailure.class),
                                    message(m -> m.contains("NO_SUCH_VARIABLE_OF_POSTERN"))));
            assertThat(results.containerEvents().filter(e -> e.getType() == EventType.FINISHED))
                    .isNotEmpty();
            assertThat(stage.requests()).isEmpty();
        }
    }
}

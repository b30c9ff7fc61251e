package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.reportEntry;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.postern.api.audit.PlannedCase;
import dev.postern.gate.GateSettings;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.audits.StageAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A build is red where the gate fails, and only there: what the gate spares, JUnit must not count as a failure. */
class GateOutcomesTest {

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
            """;

    private static final String NO_STORE = "stage.no-store|listOrders|tokens|alice|";

    @TempDir
    private Path folder;

    /** The API is sound but for its answers, which may be stored. */
    private static Reply stored(Request request) {
        return request.bearer().equals(Stage.TOKEN)
                ? Reply.json(200, Reply.orders().body())
                : Reply.UNAUTHORIZED;
    }

    /** The API breaks at credentials that it does not know. */
    private static Reply crashes(Request request) {
        return request.bearer().startsWith("invented")
                ? Reply.json(500, "{\"error\":\"boom\"}")
                : Stage.ORDERS.apply(request);
    }

    private EngineTestKit.Builder kit(DiscoverySelector selector, Map<String, String> parameters) {
        var kit = EngineTestKit.engine("postern")
                .configurationParameter(Options.OUTPUT, folder.resolve("out").toString())
                .configurationParameter(Options.CHECKLIST, "stage")
                .selectors(selector);
        parameters.forEach(kit::configurationParameter);
        return kit;
    }

    private DiscoverySelector target(Stage stage) throws IOException {
        return selectFile(Files.writeString(folder.resolve("orders.yaml"), TARGET.formatted(stage.url()))
                .toFile());
    }

    private EngineExecutionResults execute(Function<Request, Reply> script, Map<String, String> parameters)
            throws IOException {
        try (var stage = Stage.open(script)) {
            return kit(target(stage), parameters).execute();
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static List<Throwable> aborted(EngineExecutionResults results) {
        return results.testEvents().aborted().stream()
                .map(e -> e.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    private static void assertGate(EngineExecutionResults results, String verdict) {
        results.allEvents()
                .reportingEntryPublished()
                .assertThatEvents()
                .haveExactly(1, reportEntry(Map.of(PosternTestEngine.GATE, verdict)));
    }

    @Test
    void a_fail_breaks_the_build_unless_told_otherwise() throws IOException {
        var results = execute(GateOutcomesTest::stored, Map.of());

        results.testEvents().assertStatistics(s -> s.failed(1).aborted(0));
        assertGate(results, "failed");
    }

    @Test
    void a_fail_below_the_threshold_is_aborted_and_says_all_that_a_fail_says() throws IOException {
        var results = execute(GateOutcomesTest::stored, Map.of(GateSettings.FAIL_ON, "high"));

        results.testEvents().assertStatistics(s -> s.succeeded(3).failed(0).aborted(1));
        results.containerEvents().assertStatistics(s -> s.failed(0));
        assertGate(results, "passed");
        assertThat(aborted(results)).singleElement().satisfies(thrown -> {
            assertThat(thrown.getMessage())
                    .startsWith(
                            "FAIL (below the gate's threshold: high) stage.no-store on GET /orders · alice (low); the control"
                                    + " does not hold: ")
                    .contains("The answer may be stored.", "sent:   GET");
            assertThat(thrown.getStackTrace()).isEmpty();
        });
    }

    @Test
    void an_inconclusive_that_is_allowed_is_aborted_and_one_that_is_not_fails() throws IOException {
        execute(GateOutcomesTest::crashes, Map.of())
                .testEvents()
                .assertStatistics(s -> s.failed(1).aborted(0));

        var results = execute(GateOutcomesTest::crashes, Map.of(GateSettings.INCONCLUSIVE_ALLOWED, "true"));
        results.testEvents().assertStatistics(s -> s.succeeded(3).failed(0).aborted(1));
        assertGate(results, "passed");
        assertThat(aborted(results))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("INCONCLUSIVE (allowed) stage.wrong-credential on GET /orders");
    }

    @Test
    void a_known_finding_is_aborted_with_the_day_since_when_it_is_known() throws IOException {
        var baseline = write("baseline.yaml", """
                findings:
                  - fingerprint: "%s"
                    target: stage
                    check: stage.no-store
                    severity: low
                    since: 2026-01-31
                """.formatted(PlannedCase.fingerprint("stage", NO_STORE)));
        var results = execute(GateOutcomesTest::stored, Map.of(GateSettings.BASELINE, baseline));

        results.testEvents().assertStatistics(s -> s.failed(0).aborted(1));
        assertGate(results, "passed");
        assertThat(aborted(results))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("FAIL (known since 2026-01-31, baseline) stage.no-store on GET /orders");
    }

    private static String waiver(LocalDate until) {
        return """
                waivers:
                  - check: stage.no-store
                    operation: GET /orders
                    until: %s
                    by: Ada
                    reason: the cache goes in May
                """.formatted(until);
    }

    @Test
    void a_waived_finding_is_aborted_until_its_waiver_runs_out() throws IOException {
        var today = LocalDate.now(ZoneOffset.UTC);
        var current = execute(
                GateOutcomesTest::stored, Map.of(GateSettings.WAIVERS, write("w.yaml", waiver(today.plusDays(9)))));

        current.testEvents().assertStatistics(s -> s.failed(0).aborted(1));
        assertGate(current, "passed");
        assertThat(aborted(current))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("WAIVED: Accepted until " + today.plusDays(9)
                        + " by Ada: the cache goes in May. What was found:");

        var expired = execute(
                GateOutcomesTest::stored, Map.of(GateSettings.WAIVERS, write("w.yaml", waiver(today.minusDays(9)))));
        expired.testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(AuditFailure.class),
                                message(m -> m.contains("The waiver of Ada ran out on " + today.minusDays(9) + "."))));
    }

    @Test
    void what_a_person_attests_to_be_absent_can_be_known_too() throws IOException {
        var today = LocalDate.now(ZoneOffset.UTC);
        var attestations = write("attestations.yaml", """
                attestations:
                  backups-are-encrypted: {holds: no, by: Dora, on: %s, evidence: ticket 17}
                """.formatted(today.minusDays(2)));
        var waivers = write("w.yaml", """
                waivers:
                  - {check: manual, until: %s, by: Ada, reason: being done}
                """.formatted(today.plusDays(9)));
        var results = execute(Stage.ORDERS, Map.of(Options.ATTESTATIONS, attestations, GateSettings.WAIVERS, waivers));

        results.testEvents().assertStatistics(s -> s.failed(0).aborted(1));
        assertGate(results, "passed");
    }

    @Test
    void too_many_uncovered_controls_fail_the_audit_itself_since_no_case_shows_them() throws IOException {
        var results = execute(Stage.ORDERS, Map.of(GateSettings.MAX_UNCOVERED, "0"));

        results.testEvents().assertStatistics(s -> s.failed(0));
        assertGate(results, "failed");
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(AuditFailure.class),
                                message(m ->
                                        m.startsWith("The gate failed: 1 control is uncovered, and at most 0 may be")
                                                && m.contains("backups-are-encrypted: Nobody has attested"))));
        execute(Stage.ORDERS, Map.of(GateSettings.MAX_UNCOVERED, "1"))
                .containerEvents()
                .assertStatistics(s -> s.failed(0));
    }

    @Test
    void an_audit_of_which_no_case_can_run_fails_once_and_the_gate_with_it() throws IOException {
        var list = write("list.yaml", "checklist: list\ntitle: List\ncontrols: {a: {title: A, manual: true}}\n");
        var results = execute(Stage.ORDERS, Map.of(Options.CHECKLIST, list));

        results.testEvents().assertStatistics(s -> s.failed(1).skipped(1));
        results.containerEvents().assertStatistics(s -> s.failed(0));
        assertGate(results, "failed");
    }

    @Test
    void a_run_of_some_cases_does_not_fail_for_what_was_not_run() {
        kit(
                        selectUniqueId("[engine:postern]/[audit:" + StageAudit.class.getName()
                                + "]/[control:answers-are-not-stored]/[check:stage.no-store]/[case:" + NO_STORE + "]"),
                        Map.of(GateSettings.MAX_UNCOVERED, "0"))
                .execute()
                .containerEvents()
                .assertStatistics(s -> s.failed(0));
    }

    @Test
    void parameters_that_make_no_sense_are_told_at_once_and_without_stack_trace() {
        var parameters = Map.of(
                GateSettings.FAIL_ON, "hihg",
                GateSettings.INCONCLUSIVE_ALLOWED, "yes",
                GateSettings.MAX_UNCOVERED, "-1");

        assertThat(refused(kit(selectClass(StageAudit.class), parameters))).isEqualTo("""
                postern.fail-on=hihg: write one of critical, high, medium, low, info
                   did you mean "high"?
                postern.inconclusive-allowed=yes: write true or false
                postern.max-uncovered=-1: write a number from 0 on""");
    }

    private static String refused(EngineTestKit.Builder kit) {
        var found = kit.discover();
        assertThat(found.getDiscoveryIssues()).isEmpty();
        return ((RefusedAuditDescriptor)
                        found.getEngineDescriptor().getChildren().iterator().next())
                .words();
    }

    private static List<DiscoveryIssue> issues(EngineTestKit.Builder kit) {
        return kit.discover().getDiscoveryIssues();
    }

    @Test
    void mistakes_in_all_files_are_told_at_once_at_their_places() throws IOException {
        var target = write("wrong.yaml", "target: stage\n");
        var waivers = write("waivers.yaml", "waivers:\n  - {chek: a}\n");
        var baseline = write("baseline.yaml", "findings: 1\n");
        var found =
                issues(kit(selectFile(target), Map.of(GateSettings.WAIVERS, waivers, GateSettings.BASELINE, baseline)));

        assertThat(found)
                .allSatisfy(issue -> {
                    assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.ERROR);
                    assertThat(issue.cause()).isEmpty();
                    assertThat(issue.source()).isPresent();
                })
                .anyMatch(i -> i.message().contains("wrong.yaml") && i.message().contains("baseUrl"))
                .anyMatch(i -> i.message().contains("waivers.yaml:2:6: unknown key \"chek\""))
                .anyMatch(i -> i.message().contains("baseline.yaml:1:1: \"findings\" must be a list"));
    }

    @Test
    void files_may_be_on_the_class_path_or_nowhere() throws IOException {
        assertThat(refused(kit(
                        selectClass(StageAudit.class),
                        Map.of(GateSettings.BASELINE, "classpath:no-such-baseline.yaml"))))
                .isEqualTo("there is no \"no-such-baseline.yaml\" on the class path");
        assertThat(refused(kit(
                        selectClass(StageAudit.class),
                        Map.of(GateSettings.WAIVERS, folder.resolve("none.yaml").toString()))))
                .contains("none.yaml: the file does not exist");
        assertThat(issues(kit(
                        selectClass(StageAudit.class),
                        Map.of(GateSettings.WAIVERS, "classpath:dev/postern/stage/waivers.yaml"))))
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.WARNING);
                    assertThat(issue.message())
                            .contains(
                                    "waivers.yaml:2:5: this waiver is about no case of \"stage-api\"",
                                    "stage.no-store");
                });
    }

    @Test
    void a_stale_entry_of_the_baseline_is_warned_of_at_its_line() throws IOException {
        var baseline = write("baseline.yaml", """
                findings:
                  - {fingerprint: 0123456789abcdef, target: stage-api, check: stage.gone, severity: low, since: 2026-01-31}
                  - {fingerprint: 0123456789abcdee, target: other, check: stage.gone, severity: low, since: 2026-01-31}
                """);

        assertThat(issues(kit(selectClass(StageAudit.class), Map.of(GateSettings.BASELINE, baseline))))
                .singleElement()
                .extracting(DiscoveryIssue::message, DiscoveryIssue::severity)
                .satisfies(told -> {
                    assertThat(told.get(0).toString())
                            .contains("baseline.yaml:2:5: the baseline knows stage.gone", "no case of the plan");
                    assertThat(told.get(1)).isEqualTo(DiscoveryIssue.Severity.WARNING);
                });
    }
}

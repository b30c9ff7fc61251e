package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What build tools print of a case that broke the gate. */
class AuditFailureTest {

    private static final Control CONTROL =
            new Control("isolate-tenants", "Tenants see their own data only", "", List.of(), List.of("t.own"), false);
    private static final CheckInfo CHECK = new CheckInfo(
            "t.own",
            "Own data",
            Severity.CRITICAL,
            List.of(),
            0,
            "denial",
            "## Why it matters\n\nData\nleaks.\n\nMore.\n\n## How to mend it\n\nCompare.\n");
    private static final String COMMAND = "curl -i -X GET https://a/orders -H \"Authorization: Bearer $CREDENTIAL\"";
    private static final String SETTING = "CREDENTIAL=\"$(postern forge orders.yaml --identity bob)\"";
    private static final String CURL = SETTING + "\n" + COMMAND;

    private static PlannedCase planned(String intruder) {
        return new PlannedCase(
                "t.own|list|tokens|alice|" + intruder,
                "t.own",
                "list",
                "GET /orders",
                "tokens",
                "alice",
                intruder,
                Optional.empty(),
                1,
                Set.of());
    }

    private static Trial trial(Kind kind, String label, String observed, boolean asExpected, String curl) {
        var exchange = new RecordedExchange(
                label, "GET", "https://a/orders", List.of(), "", 200, List.of(), "", "", curl, Instant.EPOCH, 1);
        return new Trial(label, kind, "denied", observed, asExpected, "200 with the data", List.of(exchange));
    }

    private static List<String> message(String intruder, Verdict verdict, Trial... trials) {
        var result = new CaseResult(planned(intruder), verdict, List.of(trials), "", Instant.EPOCH, 1);
        return AuditFailure.of(result, CONTROL, CHECK).getMessage().lines().toList();
    }

    @Test
    void a_grant_is_told_with_the_commands_that_repeat_it() {
        assertThat(message(
                        "bob",
                        Verdict.fail(Reason.GRANTED, "granted"),
                        trial(Kind.POSITIVE_CONTROL, "valid credential of alice", "granted", true, CURL),
                        trial(Kind.ATTEMPT, "as bob", "granted", false, CURL),
                        trial(Kind.ATTEMPT, "as bob with a slash", "granted", false, CURL)))
                .containsExactly(
                        "FAIL t.own on GET /orders · bob (granted: alice) (critical);"
                                + " the control does not hold: Tenants see their own data only",
                        "  sent:   GET https://a/orders: as bob",
                        "  back:   200 with the data; 1 more granted",
                        "  set:    " + SETTING,
                        "  repeat: " + COMMAND,
                        "  why:    Data leaks.",
                        "  mend:   Compare.");
    }

    @Test
    void a_request_without_credential_needs_none_to_be_repeated() {
        assertThat(message(
                        "",
                        Verdict.fail(Reason.GRANTED, "granted"),
                        trial(Kind.NEGATIVE_CONTROL, "no credential", "granted", false, "curl https://a/orders"),
                        trial(Kind.ATTEMPT, "no credential", "granted", false, "curl https://a/orders")))
                .contains("  sent:   GET https://a/orders: no credential", "  back:   200 with the data")
                .noneMatch(line -> line.startsWith("  set:"));
    }

    @Test
    void a_defect_is_told_with_the_answer_that_has_it() {
        assertThat(message(
                        "",
                        Verdict.fail(Reason.DEFECT, "The answer may be stored."),
                        trial(Kind.POSITIVE_CONTROL, "valid credential of alice", "granted", true, CURL)))
                .contains(
                        "  sent:   GET https://a/orders: valid credential of alice",
                        "  back:   status 200. The answer may be stored.");
    }

    @Test
    void what_is_undecided_has_nothing_to_mend_in_the_target() {
        assertThat(message("", Verdict.inconclusive(Reason.CHECK_ERROR, "It\nbroke.")))
                .containsExactly(
                        "INCONCLUSIVE t.own on GET /orders · alice (critical);"
                                + " the control is undecided: Tenants see their own data only",
                        "  It broke.");
    }

    @Test
    void a_command_of_many_lines_is_left_to_the_reports() {
        assertThat(message(
                        "",
                        Verdict.fail(Reason.GRANTED, "granted"),
                        trial(Kind.ATTEMPT, "x", "granted", false, "curl\n".repeat(30))))
                .hasSize(6)
                .contains("  repeat: the command has many lines: it is in the reports");
    }
}

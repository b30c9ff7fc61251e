package dev.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.ControlVerdict;
import dev.postern.api.audit.Gap;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlResultTest {

    private static final Verdict HELD = Verdict.pass(Reason.HELD, "All attempts were denied.");
    private static final Verdict GRANTED = Verdict.fail(Reason.GRANTED, "Granted.");
    private static final Verdict UNCLEAR = Verdict.inconclusive(Reason.SERVER_ERROR, "It crashed.");
    private static final Verdict WAIVED = new Verdict(Outcome.WAIVED, Reason.ACCEPTED, "Accepted.");
    private static final Verdict MISSING = Verdict.notApplicable(Reason.NEED_MISSING, "Add a signing key.");
    private static final Verdict ALIKE = Verdict.notApplicable(Reason.INDISTINGUISHABLE, "Declare markers.");
    private static final Verdict NOTHING_THERE = Verdict.notApplicable(Reason.IRRELEVANT, "No scope is required.");
    private static final Verdict NOT_PROMISED = Verdict.notApplicable(Reason.NOT_PROMISED, "Declare it.");
    private static final Verdict NOT_ATTESTED = new Verdict(Outcome.MANUAL, Reason.NOT_ATTESTED, "Attest it.");
    private static final Verdict NOT_RUN = null;

    @Test
    void a_control_holds_if_each_of_its_checks_held_wherever_it_applies() {
        assertThat(verdict(HELD, HELD)).isEqualTo(ControlVerdict.PASS);
        assertThat(verdict(HELD, NOTHING_THERE, NOT_PROMISED)).isEqualTo(ControlVerdict.PASS);
    }

    @Test
    void a_pass_beside_what_was_not_tried_verifies_a_part_only() {
        assertThat(verdict(HELD, MISSING)).isEqualTo(ControlVerdict.PARTLY_VERIFIED);
        assertThat(verdict(HELD, ALIKE)).isEqualTo(ControlVerdict.PARTLY_VERIFIED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"FAIL", "INCONCLUSIVE", "NOT_RUN", "WAIVED"})
    void what_is_worse_outranks_what_was_not_tried(ControlVerdict expected) {
        var worst = switch (expected) {
            case FAIL -> GRANTED;
            case INCONCLUSIVE -> UNCLEAR;
            case WAIVED -> WAIVED;
            default -> NOT_RUN;
        };
        assertThat(verdict(worst, HELD, MISSING)).isEqualTo(expected);
    }

    @Test
    void one_failure_outranks_all_else_and_what_could_not_be_told_outranks_what_did_not_run() {
        assertThat(verdict(HELD, UNCLEAR, GRANTED, NOT_RUN)).isEqualTo(ControlVerdict.FAIL);
        assertThat(verdict(HELD, UNCLEAR, NOT_RUN)).isEqualTo(ControlVerdict.INCONCLUSIVE);
        assertThat(verdict(HELD, WAIVED, NOT_RUN)).isEqualTo(ControlVerdict.NOT_RUN);
    }

    @Test
    void nothing_verified_is_uncovered_unless_the_target_has_nothing_of_the_kind() {
        assertThat(verdict(MISSING, NOTHING_THERE)).isEqualTo(ControlVerdict.UNCOVERED);
        assertThat(verdict()).isEqualTo(ControlVerdict.UNCOVERED);
        assertThat(verdict(NOTHING_THERE)).isEqualTo(ControlVerdict.NOT_APPLICABLE);
        assertThat(verdict(NOT_PROMISED)).isEqualTo(ControlVerdict.NOT_APPLICABLE);
    }

    @Test
    void a_control_that_nobody_attested_waits_for_a_person() {
        var result = result(true, NOT_ATTESTED);

        assertThat(result.verdict()).isEqualTo(ControlVerdict.MANUAL);
        assertThat(result.gaps())
                .containsExactly(new Gap(Gap.Kind.PERSON, "Attest it.", List.of("check.0"), List.of("GET /0")));
    }

    @Test
    void one_remedy_for_several_checks_is_one_gap_that_names_them_and_their_operations() {
        var result = result(false, HELD, MISSING, MISSING, ALIKE);

        assertThat(result.gaps())
                .containsExactly(
                        new Gap(
                                Gap.Kind.TARGET_FILE,
                                "Add a signing key.",
                                List.of("check.1", "check.2"),
                                List.of("GET /1", "GET /2")),
                        new Gap(Gap.Kind.TARGET_FILE, "Declare markers.", List.of("check.3"), List.of("GET /3")));
        assertThat(result.gaps().get(0).place()).isEqualTo("check.1, check.2 on GET /1, GET /2");
        assertThat(result.remedies()).containsExactly("Add a signing key.", "Declare markers.");
    }

    @Test
    void checks_that_were_not_chosen_for_the_run_are_missing() {
        var control = new Control("c", "C", "", List.of(), List.of("check.0", "check.left-out"), false);
        var result = of(control, HELD);

        assertThat(result.verdict()).isEqualTo(ControlVerdict.PARTLY_VERIFIED);
        assertThat(result.lacksMoreThanChoice()).isFalse();
        assertThat(result.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(Gap.Kind.CHOICE);
            assertThat(gap.checks()).containsExactly("check.left-out");
            assertThat(gap.remedy()).contains("postern.only");
        });
    }

    @Test
    void the_tally_counts_the_worst_first() {
        assertThat(result(false, HELD, MISSING, GRANTED, NOT_RUN).tally())
                .isEqualTo("1 failed, 1 not run, 1 passed, 1 not applicable");
        assertThat(result(false).tally()).isEqualTo("no case");
    }

    private static ControlVerdict verdict(Verdict... verdicts) {
        return result(false, verdicts).verdict();
    }

    /** A control with a check for each verdict. */
    private static ControlResult result(boolean manual, Verdict... verdicts) {
        var checks = new ArrayList<String>();
        for (var i = 0; i < verdicts.length; i++) {
            checks.add("check." + i);
        }
        return of(new Control("c", "C", "", List.of(), manual ? List.of() : checks, manual), verdicts);
    }

    private static ControlResult of(Control control, Verdict... verdicts) {
        var checks = new ArrayList<PlannedCheck>();
        var results = new LinkedHashMap<String, CaseResult>();
        for (var i = 0; i < verdicts.length; i++) {
            var id = "check." + i;
            var planned = new PlannedCase(
                    id + "|op" + i + "|s|alice|",
                    id,
                    "op" + i,
                    "GET /" + i,
                    "s",
                    "alice",
                    "",
                    Optional.empty(),
                    1,
                    Set.of());
            checks.add(new PlannedCheck(
                    new CheckInfo(id, "Check", Severity.HIGH, List.of(), 0, "denial", ""), List.of(planned)));
            Optional.ofNullable(verdicts[i])
                    .ifPresent(verdict -> results.put(
                            planned.id(), new CaseResult(planned, verdict, List.of(), "", Instant.EPOCH, 0)));
        }
        var plan = new Plan(
                "p",
                null,
                new Checklist("l", "L", List.of(control)),
                List.of(new PlannedControl(control, checks)),
                Map.of());
        return ControlResult.of(plan, results).get(0);
    }
}

package dev.postern.reporters.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.reporters.SampleAudit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ControlSummaryTest {

    @Test
    void one_failure_outranks_all_else() {
        assertThat(verdict(Map.of(Outcome.FAIL, 1, Outcome.INCONCLUSIVE, 3, Outcome.PASS, 9), 2))
                .isEqualTo(ControlVerdict.FAIL);
    }

    @Test
    void what_could_not_be_told_outranks_what_passed() {
        assertThat(verdict(Map.of(Outcome.INCONCLUSIVE, 1, Outcome.PASS, 9), 0)).isEqualTo(ControlVerdict.INCONCLUSIVE);
    }

    @Test
    void a_control_that_was_not_run_to_the_end_does_not_hold_yet() {
        assertThat(verdict(Map.of(Outcome.PASS, 9), 1)).isEqualTo(ControlVerdict.NOT_RUN);
    }

    @Test
    void a_control_with_an_accepted_failure_is_not_said_to_hold() {
        assertThat(verdict(Map.of(Outcome.WAIVED, 1, Outcome.PASS, 9), 0)).isEqualTo(ControlVerdict.WAIVED);
    }

    @Test
    void one_pass_is_enough_beside_what_is_not_applicable() {
        assertThat(verdict(Map.of(Outcome.PASS, 1, Outcome.NOT_APPLICABLE, 9), 0))
                .isEqualTo(ControlVerdict.PASS);
    }

    @Test
    void nothing_verified_is_uncovered() {
        assertThat(verdict(Map.of(Outcome.NOT_APPLICABLE, 9), 0)).isEqualTo(ControlVerdict.UNCOVERED);
        assertThat(verdict(Map.of(), 0)).isEqualTo(ControlVerdict.UNCOVERED);
    }

    @Test
    void a_control_that_the_target_has_nothing_for_does_not_apply() {
        var control = new Control("c", "A control", "", List.of(), List.of("x.y"), false);
        var summary =
                new ControlSummary(new PlannedControl(control, List.of()), Map.of(Outcome.NOT_APPLICABLE, 9), 0, false);

        assertThat(summary.verdict()).isEqualTo(ControlVerdict.NOT_APPLICABLE);
    }

    @Test
    void sample_holds_every_verdict_but_not_run_and_not_applicable() {
        assertThat(ControlSummary.of(SampleAudit.realistic()).stream()
                        .map(ControlSummary::verdict)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        ControlVerdict.FAIL,
                        ControlVerdict.INCONCLUSIVE,
                        ControlVerdict.WAIVED,
                        ControlVerdict.PASS,
                        ControlVerdict.MANUAL,
                        ControlVerdict.UNCOVERED);
    }

    @Test
    void what_was_known_while_planning_holds_where_the_audit_ended_before() {
        var whole = SampleAudit.realistic();
        var ended = new Audit(
                whole.plan(), Map.of(), whole.gate(), whole.startedAt(), whole.endedAt(), 0, true, whole.toolVersion());

        assertThat(Verdicts.count(ended, Outcome.NOT_APPLICABLE)).isEqualTo(3);
        assertThat(Verdicts.notRun(ended)).isEqualTo(21);
        assertThat(ControlSummary.of(ended))
                .extracting(ControlSummary::verdict)
                .contains(ControlVerdict.NOT_RUN, ControlVerdict.UNCOVERED, ControlVerdict.MANUAL);
    }

    @Test
    void tally_counts_the_worst_first() {
        assertThat(ControlSummary.of(SampleAudit.realistic()).get(0).tally())
                .isEqualTo("2 failed, 4 passed, 1 not applicable");
    }

    private static ControlVerdict verdict(Map<Outcome, Integer> counts, int notRun) {
        var control = new Control("c", "A control", "", List.of(), List.of("x.y"), false);
        return new ControlSummary(new PlannedControl(control, List.of()), counts, notRun, true).verdict();
    }
}

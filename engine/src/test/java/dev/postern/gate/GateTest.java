package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption.Kind;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Position;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    private static final Gate INCONCLUSIVE_ALLOWED = Gate.of(settings(Severity.INFO, true, OptionalInt.empty()));

    private static GateSettings settings(Severity failOn, boolean inconclusiveAllowed, OptionalInt maxUncovered) {
        return new GateSettings(failOn, inconclusiveAllowed, maxUncovered, Optional.empty(), Optional.empty());
    }

    private static Gate gate(Baseline baseline, Waiver... waivers) {
        return new Gate(GateSettings.STRICT, baseline, new Waivers(List.of(waivers)), TODAY, false);
    }

    private static Waiver waiver(String check, String operation, String identity, String until) {
        return new Waiver(
                "",
                check,
                operation,
                identity,
                "",
                LocalDate.parse(until),
                "Ada",
                "Replaced in May",
                new Position("waivers.yaml", 2, 3));
    }

    private static KnownFinding known(String check, String operation) {
        return new KnownFinding(
                Docket.fingerprint(check, operation),
                Docket.TARGET,
                check,
                operation,
                "alice",
                "",
                Severity.HIGH,
                LocalDate.of(2026, 1, 31),
                "granted");
    }

    /** Judges cases of one check of severity HIGH that end so. */
    private static GateResult judge(Gate gate, Outcome... outcomes) {
        var docket = new Docket();
        for (var i = 0; i < outcomes.length; i++) {
            docket.add("check.one", Severity.HIGH, "op" + i, outcomes[i]);
        }
        return docket.judge(gate);
    }

    @Test
    void passes_alone_open_the_gate() {
        assertThat(judge(Gate.STRICT, Outcome.PASS, Outcome.PASS)).isEqualTo(new GateResult(true, List.of()));
    }

    @Test
    void what_is_skipped_or_waived_leaves_the_gate_open() {
        assertThat(judge(Gate.STRICT, Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.MANUAL, Outcome.WAIVED)
                        .passed())
                .isTrue();
    }

    @Test
    void one_fail_breaks_the_gate() {
        var judged = judge(Gate.STRICT, Outcome.PASS, Outcome.FAIL);

        assertThat(judged.passed()).isFalse();
        assertThat(judged.reasons()).singleElement().asString().startsWith("1 case failed");
    }

    @Test
    void what_is_not_proved_breaks_the_gate_unless_that_is_allowed() {
        assertThat(judge(Gate.STRICT, Outcome.PASS, Outcome.INCONCLUSIVE).reasons())
                .singleElement()
                .asString()
                .startsWith("1 case could not be decided");
        assertThat(judge(INCONCLUSIVE_ALLOWED, Outcome.PASS, Outcome.INCONCLUSIVE)
                        .passed())
                .isTrue();
        assertThat(judge(INCONCLUSIVE_ALLOWED, Outcome.PASS, Outcome.FAIL).passed())
                .isFalse();
    }

    @Test
    void what_did_not_run_breaks_the_gate_but_for_what_was_skipped_while_planning() {
        assertThat(judge(INCONCLUSIVE_ALLOWED, Outcome.PASS, Docket.NOT_RUN, Docket.NOT_RUN)
                        .reasons())
                .singleElement()
                .asString()
                .startsWith("2 cases did not run");

        assertThat(judge(Gate.STRICT, Outcome.PASS, Outcome.NOT_APPLICABLE).passed())
                .isTrue();
    }

    @Test
    void an_audit_that_tries_nothing_proves_nothing() {
        assertThat(judge(Gate.STRICT).passed()).isFalse();
        assertThat(judge(Gate.STRICT, Outcome.NOT_APPLICABLE).reasons())
                .containsExactly("No case passed: an audit that tries nothing proves nothing.");
        assertThat(judge(INCONCLUSIVE_ALLOWED, Outcome.INCONCLUSIVE).passed()).isFalse();
    }

    @ParameterizedTest(name = "a check that is {0}, {1} here: {2}")
    @CsvSource({"INFO, INFO, spared", "HIGH, INFO, spared", "HIGH, LOW, breaks"})
    void what_is_only_recorded_breaks_no_gate_unless_it_is_told_so(Severity check, Severity here, String expected) {
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .addGraded("check.graded", check, here);

        assertThat(docket.judge(Gate.STRICT).passed()).isEqualTo(expected.equals("spared"));
        assertThat(docket.judge(Gate.of(settings(Severity.INFO, false, OptionalInt.empty())))
                        .passed())
                .isFalse();
    }

    @Test
    void every_reason_is_told() {
        assertThat(judge(Gate.STRICT, Outcome.FAIL, Outcome.FAIL, Outcome.INCONCLUSIVE, Docket.NOT_RUN)
                        .reasons())
                .hasSize(3);
    }

    @ParameterizedTest(name = "{0} of {1}, the gate fails on {2}: {3}")
    @CsvSource({
        "FAIL,         CRITICAL, HIGH,     breaks",
        "FAIL,         HIGH,     HIGH,     breaks",
        "FAIL,         MEDIUM,   HIGH,     spared",
        "FAIL,         INFO,     LOW,      spared",
        "FAIL,         INFO,     INFO,     breaks",
        "FAIL,         HIGH,     CRITICAL, spared",
        "INCONCLUSIVE, HIGH,     HIGH,     breaks",
        "INCONCLUSIVE, LOW,      HIGH,     spared"
    })
    void what_is_below_the_threshold_does_not_break_the_gate(
            Outcome outcome, Severity severity, Severity failOn, String expected) {
        var gate = Gate.of(settings(failOn, false, OptionalInt.empty()));
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.two", severity, "op", outcome);
        var judged = docket.judge(gate);

        assertThat(judged.passed()).isEqualTo(expected.equals("spared"));
        assertThat(docket.accepted(gate, "check.two", "op")).satisfies(result -> {
            assertThat(result.verdict().outcome()).isEqualTo(outcome);
            assertThat(result.exemption().isPresent()).isEqualTo(expected.equals("spared"));
            result.exemption()
                    .ifPresent(why -> assertThat(why.words())
                            .isEqualTo("below the gate's threshold: "
                                    + failOn.name().toLowerCase(Locale.ROOT)));
        });
        if (judged.passed()) {
            assertThat(judged.notes()).singleElement().asString().startsWith("1 case of a severity below");
        }
    }

    @Test
    void what_is_not_run_breaks_the_gate_whatever_its_severity() {
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.low", Severity.LOW, "op", Docket.NOT_RUN);

        assertThat(docket.judge(Gate.of(settings(Severity.CRITICAL, true, OptionalInt.empty())))
                        .passed())
                .isFalse();
    }

    @Test
    void known_findings_do_not_break_the_gate_and_new_ones_do_by_name() {
        var gate = gate(Baseline.of(List.of(known("check.old", "op1"))));
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.old", Severity.HIGH, "op1", Outcome.FAIL);

        assertThat(docket.judge(gate).passed()).isTrue();
        assertThat(docket.judge(gate).notes())
                .containsExactly("1 case failed as the baseline knows, which does not break the gate.");
        assertThat(docket.accepted(gate, "check.old", "op1").exemption()).hasValueSatisfying(why -> {
            assertThat(why.kind()).isEqualTo(Kind.KNOWN);
            assertThat(why.words()).isEqualTo("known since 2026-01-31, baseline");
        });

        docket.add("check.old", Severity.HIGH, "op2", Outcome.FAIL);
        assertThat(docket.judge(gate).reasons())
                .containsExactly("1 case failed that the baseline does not know: check.old on GET /op2 · alice.");
    }

    @Test
    void a_known_finding_that_cannot_be_decided_any_more_breaks_the_gate() {
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.old", Severity.HIGH, "op1", Outcome.INCONCLUSIVE);
        var judged = docket.judge(gate(Baseline.of(List.of(known("check.old", "op1")))));

        assertThat(judged.passed()).isFalse();
        assertThat(judged.mended()).isEmpty();
        assertThat(judged.stale()).isEmpty();
    }

    @Test
    void what_is_mended_and_what_is_stale_is_named() {
        var mended = known("check.one", "op1");
        var stale = known("check.one", "gone");
        var skipped = known("check.one", "skipped");
        var judged = new Docket()
                .add("check.one", Severity.HIGH, "op1", Outcome.PASS)
                .add("check.one", Severity.HIGH, "skipped", Outcome.NOT_APPLICABLE)
                .judge(gate(Baseline.of(List.of(mended, stale, skipped))));

        assertThat(judged.passed()).isTrue();
        assertThat(judged.mended()).containsExactly(mended);
        assertThat(judged.stale()).containsExactly(stale, skipped);
        assertThat(judged.notes())
                .containsExactly(
                        "Mended, so that the baseline can be trimmed: check.one on op1 · alice (" + mended.fingerprint()
                                + ").",
                        "Stale in the baseline, since no case of the plan could find it again: check.one on gone · alice ("
                                + stale.fingerprint() + "); check.one on skipped · alice (" + skipped.fingerprint()
                                + ").",
                        "1 control is only partly verified: of-check.one.");
    }

    @Test
    void what_a_narrowed_plan_does_not_try_is_not_stale() {
        var baseline = Baseline.of(List.of(known("check.other", "op1"), known("check.one", "gone")));
        var waivers = new Waivers(
                List.of(waiver("check.other", "", "", "2027-01-01"), waiver("check.one", "gone", "", "2027-01-01")));
        var docket = new Docket().add("check.one", Severity.HIGH, "op1", Outcome.PASS);

        var whole = new Gate(GateSettings.STRICT, baseline, waivers, TODAY, false);
        assertThat(docket.judge(whole).stale()).hasSize(2);
        assertThat(whole.doubts(docket.plan())).hasSize(4);
        var narrowed = new Gate(GateSettings.STRICT, baseline, waivers, TODAY, true);
        assertThat(docket.judge(narrowed).stale())
                .extracting(KnownFinding::operation)
                .containsExactly("gone");
        assertThat(narrowed.doubts(docket.plan())).hasSize(2);
    }

    @ParameterizedTest(name = "check {0}, operation {1}, identity {2}: {3}")
    @CsvSource({
        "check.one, '',       '',    WAIVED",
        "check.*,   '',       '',    WAIVED",
        "*,         '',       '',    WAIVED",
        "check.one, op1,      '',    WAIVED",
        "check.one, GET /op1, '',    WAIVED",
        "check.one, op1,      alice, WAIVED",
        "check.one, op1,      bob,   FAIL",
        "check.one, op2,      '',    FAIL",
        "check.two, '',       '',    FAIL",
        "check,     '',       '',    FAIL"
    })
    void a_waiver_covers_what_it_names(String check, String operation, String identity, Outcome expected) {
        var gate = gate(Baseline.EMPTY, waiver(check, operation, identity, "2026-06-15"));
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.one", Severity.HIGH, "op1", Outcome.FAIL);

        assertThat(docket.accepted(gate, "check.one", "op1").verdict().outcome())
                .isEqualTo(expected);
        assertThat(docket.judge(gate).passed()).isEqualTo(expected == Outcome.WAIVED);
    }

    @Test
    void a_waived_finding_says_who_until_when_and_why_and_keeps_its_evidence() {
        var docket = new Docket().add("check.one", Severity.HIGH, "op1", Outcome.FAIL);
        var accepted =
                docket.accepted(gate(Baseline.EMPTY, waiver("check.one", "", "", "2026-06-15")), "check.one", "op1");

        assertThat(accepted.verdict())
                .isEqualTo(new Verdict(
                        Outcome.WAIVED,
                        Reason.ACCEPTED,
                        "Accepted until 2026-06-15 by Ada: Replaced in May. What was found: " + Docket.WORDS));
        assertThat(accepted.fingerprint()).isEqualTo(Docket.fingerprint("check.one", "op1"));
        assertThat(accepted.trials()).isEqualTo(Docket.TRIALS);
    }

    @Test
    void a_waiver_that_ran_out_does_not_cover_and_the_finding_says_so() {
        var gate = gate(Baseline.EMPTY, waiver("check.one", "", "", "2026-06-14"));
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.one", Severity.HIGH, "op1", Outcome.FAIL);
        var result = docket.accepted(gate, "check.one", "op1");

        assertThat(docket.judge(gate).passed()).isFalse();
        assertThat(result.verdict().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(result.verdict().words()).isEqualTo(Docket.WORDS + ". The waiver of Ada ran out on 2026-06-14.");
    }

    @Test
    void a_waiver_accepts_that_a_case_cannot_be_decided_and_makes_no_finding_of_it() {
        var gate = gate(Baseline.EMPTY, waiver("check.one", "op1", "", "2026-06-15"));
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.one", Severity.HIGH, "op1", Outcome.INCONCLUSIVE);

        var accepted = docket.accepted(gate, "check.one", "op1");
        assertThat(accepted.verdict().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(accepted.exemption()).hasValueSatisfying(why -> {
            assertThat(why.kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(why.words()).isEqualTo("accepted until 2026-06-15 by Ada: Replaced in May");
        });
        assertThat(docket.judge(gate).passed()).isTrue();
        assertThat(docket.judge(gate).notes())
                .containsExactly("1 case could not be decided, which a waiver accepts for now.");

        docket.add("check.one", Severity.HIGH, "op2", Outcome.INCONCLUSIVE);
        assertThat(docket.judge(gate).passed()).isFalse();
    }

    @Test
    void an_undecided_case_has_the_fingerprint_by_which_a_waiver_can_name_it_alone() {
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.one", Severity.HIGH, "op1", Outcome.INCONCLUSIVE);
        var fingerprint = docket.accepted(Gate.STRICT, "check.one", "op1").fingerprint();
        var waiver = new Waiver(
                "", "", "", "", fingerprint, TODAY, "Ada", "The mock cannot do it", new Position("waivers.yaml", 2, 3));

        assertThat(docket.judge(Gate.STRICT).passed()).isFalse();
        assertThat(docket.judge(gate(Baseline.EMPTY, waiver)).passed()).isTrue();
    }

    @Test
    void a_waiver_that_ran_out_leaves_an_undecided_case_as_it_is_and_says_so() {
        var result = new Docket()
                .add("check.one", Severity.HIGH, "op1", Outcome.INCONCLUSIVE)
                .accepted(gate(Baseline.EMPTY, waiver("check.one", "", "", "2026-06-14")), "check.one", "op1");

        assertThat(result.breaksGate()).isTrue();
        assertThat(result.verdict().words()).endsWith("The waiver of Ada ran out on 2026-06-14.");
    }

    @Test
    void a_result_that_was_accepted_before_stays_as_it_is() {
        var docket = new Docket().add("check.one", Severity.HIGH, "op1", Outcome.FAIL);
        for (var gate : List.of(
                gate(Baseline.of(List.of(known("check.one", "op1")))),
                gate(Baseline.EMPTY, waiver("*", "", "", "2027-01-01")),
                gate(Baseline.EMPTY, waiver("*", "", "", "2026-01-01")),
                Gate.STRICT)) {
            CaseResult once = docket.accepted(gate, "check.one", "op1");
            assertThat(gate.accept(docket.plan(), once)).isEqualTo(once);
        }
    }

    @Test
    void more_uncovered_controls_than_allowed_break_the_gate_in_a_sentence_that_says_what_to_add() {
        var docket = new Docket()
                .add("check.passes", Severity.LOW, "op", Outcome.PASS)
                .add("check.lacking", Severity.LOW, "op", Outcome.NOT_APPLICABLE)
                .add("manual", Severity.HIGH, "", Outcome.MANUAL)
                .addIrrelevant("check.irrelevant");

        assertThat(docket.judge(Gate.STRICT).passed()).isTrue();
        assertThat(docket.judge(Gate.STRICT).uncovered())
                .extracting(u -> u.control().id())
                .containsExactly("of-check.lacking", "of-manual");
        assertThat(docket.judge(Gate.STRICT).notes())
                .containsExactly("2 controls are uncovered: of-check.lacking; of-manual.");
        assertThat(docket.judge(Gate.of(settings(Severity.INFO, false, OptionalInt.of(2))))
                        .passed())
                .isTrue();
        assertThat(docket.judge(Gate.of(settings(Severity.INFO, false, OptionalInt.of(1))))
                        .reasons())
                .containsExactly(
                        "2 controls are uncovered, and at most 1 may be (postern.max-uncovered). To verify them:"
                                + " of-check.lacking: Add a signing key. of-manual: Attest it.");
    }

    @Test
    void what_is_partly_verified_counts_as_what_is_uncovered_does() {
        var docket = new Docket()
                .add("check.one", Severity.LOW, "op1", Outcome.PASS)
                .add("check.one", Severity.LOW, "op2", Outcome.NOT_APPLICABLE)
                .add("check.whole", Severity.LOW, "op1", Outcome.PASS);

        var judged = docket.judge(Gate.STRICT);
        assertThat(judged.passed()).isTrue();
        assertThat(judged.uncovered()).isEmpty();
        assertThat(judged.partlyVerified()).extracting(c -> c.control().id()).containsExactly("of-check.one");
        assertThat(judged.notes()).containsExactly("1 control is only partly verified: of-check.one.");
        assertThat(docket.judge(Gate.of(settings(Severity.INFO, false, OptionalInt.of(0))))
                        .reasons())
                .containsExactly(
                        "1 control is only partly verified, and at most 0 may be (postern.max-uncovered). To verify"
                                + " them: of-check.one: Add a signing key.");
    }

    @Test
    void a_control_whose_cases_did_not_run_is_not_uncovered() {
        var docket = new Docket()
                .add("check.one", Severity.LOW, "op1", Outcome.NOT_APPLICABLE)
                .add("check.one", Severity.LOW, "op2", Docket.NOT_RUN);

        assertThat(docket.judge(Gate.STRICT).uncovered()).isEmpty();
    }
}

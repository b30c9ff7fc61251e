package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Position;
import dev.postern.api.target.Target;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Outcome NOT_RUN = null;

    private static PlannedCase planned(String id, Optional<Verdict> skip) {
        return new PlannedCase(id, "c", "", "", "", "", "", skip, 1, Set.of());
    }

    /** Judges a plan whose cases end so. */
    private static GateResult judge(Gate gate, Outcome... outcomes) {
        var cases = new ArrayList<PlannedCase>();
        var results = new LinkedHashMap<String, CaseResult>();
        for (var i = 0; i < outcomes.length; i++) {
            var verdict = Optional.ofNullable(outcomes[i]).map(o -> new Verdict(o, Reason.HELD, ""));
            var planned = planned(
                    "case-" + i,
                    verdict.filter(v -> v.outcome() == Outcome.NOT_APPLICABLE || v.outcome() == Outcome.MANUAL));
            cases.add(planned);
            verdict.ifPresent(
                    v -> results.put(planned.id(), new CaseResult(planned, v, List.of(), "", Instant.EPOCH, 0)));
        }
        return gate.judge(plan(cases), results);
    }

    private static Plan plan(List<PlannedCase> cases) {
        var target = new Target(
                "t",
                URI.create("http://localhost"),
                Optional.empty(),
                Target.Limits.DEFAULT,
                Set.of(),
                List.of(),
                Target.DenialSigns.NONE,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                new Position("t.yaml", 0, 0));
        var info = new dev.postern.api.audit.CheckInfo("c", "C", Severity.LOW, List.of(), 0, "denial", "");
        var control = new dev.postern.api.audit.Control("k", "K", "", List.of(), List.of("c"), false);
        return new Plan(
                "p",
                target,
                new Checklist("l", "L", List.of(control)),
                List.of(new PlannedControl(control, List.of(new PlannedCheck(info, cases)))),
                Map.of("c", info));
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
        assertThat(judge(new Gate(true), Outcome.PASS, Outcome.INCONCLUSIVE).passed())
                .isTrue();
        assertThat(judge(new Gate(true), Outcome.PASS, Outcome.FAIL).passed()).isFalse();
    }

    @Test
    void what_did_not_run_breaks_the_gate_but_for_what_was_skipped_while_planning() {
        var judged = judge(new Gate(true), Outcome.PASS, NOT_RUN, NOT_RUN);
        assertThat(judged.reasons()).singleElement().asString().startsWith("2 cases did not run");

        var skipped = planned("skipped", Optional.of(Verdict.notApplicable(Reason.NEED_MISSING, "")));
        var passed = planned("passed", Optional.empty());
        var result = new CaseResult(passed, Verdict.pass(Reason.HELD, ""), List.of(), "", Instant.EPOCH, 0);
        assertThat(Gate.STRICT
                        .judge(plan(List.of(skipped, passed)), Map.of("passed", result))
                        .passed())
                .isTrue();
    }

    @Test
    void an_audit_that_tries_nothing_proves_nothing() {
        assertThat(judge(Gate.STRICT).passed()).isFalse();
        assertThat(judge(Gate.STRICT, Outcome.NOT_APPLICABLE).reasons())
                .containsExactly("No case passed: an audit that tries nothing proves nothing.");
        assertThat(judge(new Gate(true), Outcome.INCONCLUSIVE).passed()).isFalse();
    }

    @Test
    void every_reason_is_told() {
        assertThat(judge(Gate.STRICT, Outcome.FAIL, Outcome.FAIL, Outcome.INCONCLUSIVE, NOT_RUN)
                        .reasons())
                .hasSize(3);
    }
}

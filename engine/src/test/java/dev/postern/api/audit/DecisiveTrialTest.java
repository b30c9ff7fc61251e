package dev.postern.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Trial.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which trial a report shows as the proof of a verdict. */
class DecisiveTrialTest {

    private static final Trial CONTROL = trial(Kind.POSITIVE_CONTROL, "valid", "granted", true);
    private static final Trial DENIED = trial(Kind.ATTEMPT, "denied", "denied", true);
    private static final Trial UNCLEAR = trial(Kind.ATTEMPT, "crash", "unclear", false);
    private static final Trial GRANTED = trial(Kind.ATTEMPT, "granted", "granted", false);
    private static final Trial STEP = trial(Kind.STEP, "step", "", true);

    private static Trial trial(Kind kind, String label, String observed, boolean asExpected) {
        return new Trial(label, kind, "", observed, asExpected, "", List.of());
    }

    private static Optional<String> decisive(Verdict verdict, Trial... trials) {
        var planned = new PlannedCase("c|o|s|i|", "c", "o", "GET /o", "s", "i", "", Optional.empty(), 1, Set.of());
        return new CaseResult(planned, verdict, List.of(trials), "", Instant.EPOCH, 1)
                .decisive()
                .map(Trial::label);
    }

    private static final Verdict FAIL = Verdict.fail(Reason.GRANTED, "");
    private static final Verdict UNDECIDED = Verdict.inconclusive(Reason.SERVER_ERROR, "");
    private static final Verdict PASS = Verdict.pass(Reason.HELD, "");

    @Test
    void of_a_finding_it_is_the_first_attempt_that_was_granted_and_not_an_earlier_crash() {
        assertThat(decisive(FAIL, CONTROL, DENIED, UNCLEAR, GRANTED)).contains("granted");
        assertThat(decisive(new Verdict(Outcome.WAIVED, Reason.GRANTED, ""), UNCLEAR, GRANTED))
                .contains("granted");
    }

    @Test
    void of_an_undecided_case_it_is_the_first_unclear_attempt() {
        assertThat(decisive(UNDECIDED, CONTROL, DENIED, UNCLEAR)).contains("crash");
    }

    @Test
    void of_a_scenario_it_is_the_marked_step() {
        assertThat(decisive(FAIL, STEP, trial(Kind.STEP, "that", "", true).deciding(true), STEP))
                .contains("that");
    }

    @Test
    void it_is_the_control_where_that_broke() {
        assertThat(decisive(UNDECIDED, trial(Kind.POSITIVE_CONTROL, "dead", "not granted", false)))
                .contains("dead");
        assertThat(decisive(UNDECIDED, DENIED, trial(Kind.LIVENESS, "lost", "not granted", false)))
                .contains("lost");
    }

    @Test
    void else_it_is_what_was_tried_last() {
        assertThat(decisive(PASS, DENIED, CONTROL)).contains("denied");
        assertThat(decisive(PASS, CONTROL)).contains("valid");
        assertThat(decisive(PASS)).isEmpty();
    }
}

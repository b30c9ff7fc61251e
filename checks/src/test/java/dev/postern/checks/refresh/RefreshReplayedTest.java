package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.refresh.World.CONFIDENTIAL;
import static dev.postern.checks.refresh.World.GIVEN;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.SCHEME;
import static dev.postern.checks.refresh.World.answering;
import static dev.postern.checks.refresh.World.on;
import static dev.postern.checks.refresh.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshReplayedTest {

    private final RefreshReplayed check = new RefreshReplayed();

    @Test
    void fails_where_the_old_token_goes_on() {
        assertThat(on(PUBLIC, TokenServer.withoutInvalidation()).verdict(check).outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void grace_for_a_lost_answer_is_not_accused() {
        assertThat(on(CONFIDENTIAL, TokenServer.withGrace()).verdict(check).outcome())
                .isEqualTo(Outcome.PASS);
    }

    /** Keycloak knows a replaced token by its iat, and took one back within the second in which it was replaced. */
    @Test
    void an_issuer_that_compares_whole_seconds_is_given_one() {
        var subject = on(PUBLIC, TokenServer.sound());

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(subject.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(1)));
    }

    @Test
    void without_rotation_there_is_nothing_to_replay() {
        assertThat(on(CONFIDENTIAL, TokenServer.withoutRotation())
                        .verdict(check)
                        .outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void a_crash_at_the_replay_is_no_refusal() {
        var server = TokenServer.sound();
        var refreshes = new int[1];
        var subject = answering(PUBLIC, r -> ++refreshes[0] == 3 ? status(500) : server.apply(r));

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    /** Its right answer would take the identity's shared token with it. */
    @Test
    void a_given_token_is_never_used_up() {
        assertThat(planned(check, target(GIVEN), SCHEME))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence()).contains("grant: password"));
    }
}

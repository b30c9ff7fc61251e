package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.refresh.World.GIVEN;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.SCHEME;
import static dev.postern.checks.refresh.World.WITHOUT;
import static dev.postern.checks.refresh.World.answering;
import static dev.postern.checks.refresh.World.error;
import static dev.postern.checks.refresh.World.on;
import static dev.postern.checks.refresh.World.party;
import static dev.postern.checks.refresh.World.server;
import static dev.postern.checks.refresh.World.silent;
import static dev.postern.checks.refresh.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all checks of refresh tokens. */
class AllRefreshChecksTest {

    static List<ScenarioCheck> scenarios() {
        return List.of(new RefreshWorks(), new RefreshRotation(), new RefreshReplayed());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_sound_server_passes_all(ScenarioCheck check) {
        var subject = on(PUBLIC, TokenServer.sound());

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void where_nothing_can_be_obtained_nothing_is_judged(ScenarioCheck check) {
        var noCredential = server(PUBLIC, r -> status(400));
        var noRefresh = server(PUBLIC, r -> status(400)).obtaining(() -> new Fresh.Obtained("at0", Optional.empty()));

        assertThat(noCredential.verdict(check).reason()).isEqualTo(Reason.NO_CREDENTIAL);
        assertThat(noRefresh.verdict(check).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(noRefresh.verdict(check).words()).contains("has no `refresh_token`");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void an_answer_that_decides_nothing_is_inconclusive(ScenarioCheck check) {
        for (int status : new int[] {429, 500, 503, 404, 302}) {
            assertThat(answering(PUBLIC, r -> status(status)).verdict(check).outcome())
                    .as("status " + status)
                    .isEqualTo(Outcome.INCONCLUSIVE);
        }
        assertThat(answering(PUBLIC, r -> ok("<html>")).verdict(check).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(silent().verdict(check).reason()).isEqualTo(Reason.TRANSPORT);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_refused_client_is_a_fault_of_the_setup(ScenarioCheck check) {
        assertThat(answering(PUBLIC, r -> error(401, "invalid_client"))
                        .verdict(check)
                        .reason())
                .isEqualTo(Reason.SETUP_FAILED);
    }

    @Test
    void without_a_holder_the_remedy_is_said() {
        for (var check : List.of(new RefreshWorks(), new RefreshRotation(), new AsAccessToken())) {
            assertThat(planned(check, target(WITHOUT), SCHEME)).isInstanceOf(Applicability.Missing.class);
            assertThat(party(planned(check, target(WITHOUT, GIVEN), SCHEME))).isEqualTo(Party.of(GIVEN));
        }
    }

    @Test
    void no_token_shows_in_what_is_printed() {
        assertThat(new Exchanged.Issued("secret-at", Optional.of("secret-rt")).toString())
                .doesNotContain("secret");
        assertThat(new Start.Ready("secret-rt", new Exchanged.Issued("a", Optional.empty())).toString())
                .doesNotContain("secret");
    }
}

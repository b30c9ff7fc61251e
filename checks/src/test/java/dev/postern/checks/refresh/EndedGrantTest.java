package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.refresh.World.GIVEN;
import static dev.postern.checks.refresh.World.PUBLIC;
import static dev.postern.checks.refresh.World.SCHEME;
import static dev.postern.checks.refresh.World.error;
import static dev.postern.checks.refresh.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Secret;
import dev.postern.checks.FakeTarget;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndedGrantTest {

    private static final Identity ENDED = FakeTarget.person("erin", SCHEME)
            .obtains(FakeTarget.passwordGrant(false))
            .canBeEnded()
            .build();

    static Stream<ScenarioCheck> checks() {
        return Stream.of(new RevokedRefreshToken(), new RefreshAfterLogout());
    }

    /** Exchanges rt0 for rt1, and answers a request that ends something, and what comes after, as a test wants. */
    private static Verdict verdict(ScenarioCheck check, Identity identity, WireResponse ending, WireResponse after) {
        var ended = new boolean[1];
        return World.server(identity, request -> {
                    if (!request.target().equals("/token")) {
                        ended[0] = true;
                        return ending;
                    }
                    return ended[0] ? after : ok("{\"access_token\":\"at1\",\"refresh_token\":\"rt1\"}");
                })
                .obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")))
                .verdict(check);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void a_refresh_token_that_has_ended_must_be_refused(ScenarioCheck check) {
        var issued = ok("{\"access_token\":\"at2\",\"refresh_token\":\"rt2\"}");

        assertThat(verdict(check, ENDED, ok(""), error(400, "invalid_grant")).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(verdict(check, ENDED, ok(""), issued).outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void a_request_that_was_not_obeyed_and_a_refused_client_say_nothing(ScenarioCheck check) {
        assertThat(verdict(check, ENDED, status(403), error(400, "invalid_grant"))
                        .reason())
                .isEqualTo(Reason.SETUP_FAILED);
        assertThat(verdict(check, ENDED, ok(""), error(401, "invalid_client")).reason())
                .isEqualTo(Reason.SETUP_FAILED);
        assertThat(verdict(check, ENDED, ok(""), status(503)).reason()).isEqualTo(Reason.GATEWAY);
    }

    @Test
    void what_is_meant_for_offline_may_outlive_a_logout() {
        var offline = FakeTarget.person("erin", SCHEME)
                .obtains(new Obtain.PasswordGrant(
                        new Obtain.Client("app", Optional.empty()),
                        "erin",
                        Secret.of("pw"),
                        Optional.of("openid offline_access")))
                .canBeEnded()
                .build();

        assertThat(verdict(new RefreshAfterLogout(), offline, ok(""), status(400))
                        .outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void a_given_token_is_never_ended() {
        assertThat(planned(new RevokedRefreshToken(), target(GIVEN), SCHEME)).isInstanceOf(Applicability.Missing.class);
        assertThat(planned(new RefreshAfterLogout(), target(PUBLIC), SCHEME)).isInstanceOf(Applicability.Missing.class);
    }
}

package dev.postern.checks.refresh;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Content;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity PUBLIC = holder("alice", FakeTarget.passwordGrant(false));
    private static final Identity CONFIDENTIAL = holder("carol", FakeTarget.passwordGrant(true));
    private static final Identity GIVEN = holder("bob", FakeTarget.givenWithRefresh("at0", "rt0"));
    private static final Identity WITHOUT = holder("dave", FakeTarget.clientCredentials());

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
        assertThat(noRefresh.verdict(check).reason()).isEqualTo(Reason.SETUP_FAILED);
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
    void a_given_token_that_is_refused_may_have_been_used_up() {
        assertThat(answering(GIVEN, r -> error(400, "invalid_grant"))
                        .verdict(new RefreshWorks())
                        .reason())
                .isEqualTo(Reason.SETUP_FAILED);
    }

    @Test
    void a_fresh_token_that_is_refused_does_not_work() {
        assertThat(answering(PUBLIC, r -> error(400, "invalid_grant"))
                        .verdict(new RefreshWorks())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void works_means_that_the_new_access_token_is_granted() {
        var useless =
                answering(PUBLIC, r -> r.method().equals("POST") ? ok("{\"access_token\":\"at1\"}") : status(401));

        assertThat(useless.verdict(new RefreshWorks()).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Nested
    class Rotation {

        private final RefreshRotation check = new RefreshRotation();

        @Test
        void fails_where_a_public_clients_token_stays() {
            assertThat(on(PUBLIC, TokenServer.withoutRotation()).verdict(check).outcome())
                    .isEqualTo(Outcome.FAIL);
            assertThat(answering(PUBLIC, r -> ok("{\"access_token\":\"at\",\"refresh_token\":\"rt0\"}"))
                            .verdict(check)
                            .outcome())
                    .isEqualTo(Outcome.FAIL);
        }

        @Test
        void passes_where_a_token_is_for_one_use_and_not_replaced() {
            var uses = new int[1];
            var oneUse = answering(
                    PUBLIC, r -> uses[0]++ == 0 ? ok("{\"access_token\":\"at1\"}") : error(400, "invalid_grant"));

            assertThat(oneUse.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        }

        /** FAPI 2.0 advises against it. */
        @Test
        void is_not_asked_of_a_confidential_client() {
            var subject = on(CONFIDENTIAL, TokenServer.withoutRotation());

            var verdict = subject.verdict(check);

            assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
            assertThat(verdict.words()).contains("has a secret");
            assertThat(subject.sent()).isEmpty();
        }

        @Test
        void prefers_a_public_client() {
            assertThat(party(planned(check, target(CONFIDENTIAL, GIVEN, PUBLIC), SCHEME)))
                    .isEqualTo(Party.of(PUBLIC));
        }
    }

    @Nested
    class Replay {

        private final RefreshReplayed check = new RefreshReplayed();

        @Test
        void fails_where_the_old_token_goes_on() {
            assertThat(on(PUBLIC, TokenServer.withoutInvalidation())
                            .verdict(check)
                            .outcome())
                    .isEqualTo(Outcome.FAIL);
        }

        @Test
        void grace_for_a_lost_answer_is_not_accused() {
            assertThat(on(CONFIDENTIAL, TokenServer.withGrace()).verdict(check).outcome())
                    .isEqualTo(Outcome.PASS);
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

    @Nested
    class AsAccess {

        private final AsAccessToken check = new AsAccessToken();

        @Test
        void fails_where_the_type_of_token_is_not_looked_at() {
            var subject = server(PUBLIC, r -> bearer(r).isEmpty() ? status(401) : ok("{}"))
                    .refreshToken("rt0");

            assertThat(subject.outcome(check)).isEqualTo(Outcome.FAIL);
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 403})
        void passes_where_it_is_refused(int refusal) {
            assertThat(server(PUBLIC, r -> status(refusal)).refreshToken("rt0").outcome(check))
                    .isEqualTo(Outcome.PASS);
        }

        @Test
        void without_a_refresh_token_there_is_no_pass() {
            var subject = server(PUBLIC, r -> status(401));

            assertThatThrownBy(() -> subject.outcome(check)).isInstanceOf(IllegalStateException.class);
        }
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

    private static Party party(Applicability applicability) {
        return ((Applicability.Applies) applicability).parties().get(0);
    }

    private static WireResponse error(int status, String code) {
        return new WireResponse(status, List.of(), Content.of("{\"error\":\"" + code + "\"}"), false);
    }

    private static Identity holder(String name, Obtain obtain) {
        return FakeTarget.person(name, SCHEME).obtains(obtain).build();
    }

    private static FakeTarget target(Identity... identities) {
        var target = FakeTarget.of(SCHEME).and(FakeTarget.get("/orders", SCHEME).build());
        for (var identity : identities) {
            target.and(identity);
        }
        return target;
    }

    private static FakeSubject on(Identity identity, TokenServer server) {
        return server(identity, server).obtaining(server::obtain);
    }

    private static FakeSubject answering(Identity identity, Function<WireRequest, WireResponse> server) {
        return server(identity, server).obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")));
    }

    private static FakeSubject silent() {
        return FakeSubject.on(
                        target(PUBLIC), Party.of(PUBLIC), r -> new Answer.Unanswered(Answer.Failure.RESET, "reset"))
                .obtaining(() -> new Fresh.Obtained("at0", Optional.of("rt0")));
    }

    private static FakeSubject server(Identity identity, Function<WireRequest, WireResponse> server) {
        return FakeSubject.of(target(identity), identity, server);
    }
}

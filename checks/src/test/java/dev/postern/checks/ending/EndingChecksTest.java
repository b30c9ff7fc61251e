package dev.postern.checks.ending;

import static dev.postern.checks.FakeSubject.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Secret;
import dev.postern.checks.FakeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndingChecksTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ScenarioCheck revoked = new RevokedAccessToken();
    private final ScenarioCheck disabled = new UserDisabled();

    static Stream<ScenarioCheck> ofBearers() {
        return Stream.of(new RevokedAccessToken(), new BearerAfterLogout(), new UserDisabled());
    }

    private static Verdict verdict(ScenarioCheck check, Ledger ledger) {
        return ledger.subject().verdict(check);
    }

    @ParameterizedTest
    @MethodSource("ofBearers")
    void what_ends_at_once_passes_and_what_does_not_fails(ScenarioCheck check) {
        assertThat(verdict(check, Ledger.opaque()).outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict(check, Ledger.jwt(HOUR, AT_ONCE)).outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict(check, Ledger.opaque().endingNothing()).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict(check, Ledger.jwt(HOUR, AT_ONCE).endingNothing()).outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_cookie_is_worth_nothing_after_logout() {
        assertThat(verdict(new SessionLogout(), Ledger.session()).outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict(new SessionLogout(), Ledger.session().answeringHooksBy(302))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(verdict(new SessionLogout(), Ledger.session().endingNothing())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @MethodSource("ofBearers")
    void a_self_contained_token_of_which_nothing_is_declared_is_never_accused(ScenarioCheck check) {
        var shortLived = verdict(check, Ledger.jwt(Duration.ofMinutes(15)).endingNothing());
        var longLived = verdict(check, Ledger.jwt(HOUR).endingNothing());

        assertThat(shortLived.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(longLived.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(longLived.words()).contains("declare `revokedWithin: PT0S`", "goes on for 59 min");
        assertThat(verdict(check, Ledger.jwt(HOUR)).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void the_declared_time_is_waited_for_and_no_longer() {
        var inTime = Ledger.opaque(HALF_A_MINUTE).endingAfter(Duration.ofSeconds(20));
        var tooLate = Ledger.opaque(HALF_A_MINUTE).endingAfter(Duration.ofSeconds(40));

        assertThat(verdict(revoked, inTime).outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict(revoked, tooLate).words()).contains("after 31 s", "`revokedWithin` is PT30S");
        assertThat(tooLate.subject().pauses()).hasSizeLessThan(8);
        assertThat(tooLate.subject().pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(HALF_A_MINUTE.plusSeconds(1));
    }

    @Test
    void a_second_for_what_is_on_its_way_is_no_finding() {
        assertThat(verdict(revoked, Ledger.opaque().endingAfter(Duration.ofMillis(900)))
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_longer_time_than_may_be_waited_for_is_not_judged() {
        var opaque = verdict(revoked, Ledger.opaque(HOUR).endingNothing());
        var longLived = verdict(revoked, Ledger.jwt(HOUR.multipliedBy(2), HOUR).endingNothing());
        var byItself = verdict(revoked, Ledger.jwt(HOUR, HOUR).endingNothing());

        assertThat(opaque.reason()).isEqualTo(Reason.LIMIT_TOO_LARGE);
        assertThat(opaque.words()).contains("limits.maxWait");
        assertThat(longLived.reason()).isEqualTo(Reason.LIMIT_TOO_LARGE);
        assertThat(byItself.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void one_node_that_does_not_know_is_found() {
        var verdict = verdict(revoked, Ledger.opaque().onTwoNodes());

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("not every node knows");
    }

    @Test
    void a_list_of_texts_is_found_where_tokens_have_many_spellings() {
        var verdict = verdict(revoked, Ledger.jwt(HOUR, AT_ONCE).takingAnySpelling());

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("looked up by its text");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 415, 500, 503})
    void a_request_that_was_not_obeyed_ends_nothing(int status) {
        for (var check : List.of(new RevokedAccessToken(), new BearerAfterLogout(), new UserDisabled())) {
            assertThat(verdict(check, Ledger.opaque().answeringHooksBy(status)).outcome())
                    .isEqualTo(Outcome.INCONCLUSIVE);
        }
    }

    @ParameterizedTest
    @MethodSource("ofBearers")
    void a_refusal_of_everybody_is_no_pass(ScenarioCheck check) {
        assertThat(verdict(check, Ledger.opaque().refusingAllAfterwards()).reason())
                .isEqualTo(Reason.CONTROL_LOST);
    }

    @Test
    void who_is_disabled_and_may_log_in_was_perhaps_not_disabled() {
        var ledger = Ledger.opaque().endingNothing().lettingDisabledLogIn();

        var verdict = verdict(disabled, ledger);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.words()).contains("is about another user");
        assertThat(ledger.isDisabled()).isFalse();
        assertThat(verdict(disabled, Ledger.opaque().endingNothing()).words()).contains("A new one is refused");
    }

    /** No issuer could refuse such a token, so that it is granted says nothing for the user. */
    @Test
    void a_minted_token_of_a_disabled_user_is_a_finding() {
        var minted = Ledger.jwt(new Obtain.Minted(Map.of()), HOUR, AT_ONCE).endingNothing();

        assertThat(verdict(disabled, minted.lettingDisabledLogIn()).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_given_credential_is_never_ended() {
        var scheme = FakeTarget.opaque();
        var target = FakeTarget.of(scheme)
                .and(FakeTarget.get("/orders", scheme).build())
                .and(FakeTarget.person("alice", scheme).canBeEnded().build());

        for (var check : List.of(new BearerAfterLogout(), new UserDisabled())) {
            assertThat(planned(check, target, scheme))
                    .isInstanceOfSatisfying(
                            Applicability.Missing.class,
                            m -> assertThat(m.sentence()).contains("\"alice\" is given", "`grant:`"));
        }
        assertThat(planned(revoked, target, scheme))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence()).contains("with `grant:`"));
    }

    @Test
    void code_that_gives_the_same_credential_again_must_give_another() {
        var supplied = new Obtain.Supplied(target -> Secret.of("token-1"));
        var shared = Ledger.jwt(supplied, HOUR, AT_ONCE).subject();
        shared.credential(shared.identity(), "token-1");
        shared.obtaining(() -> new Fresh.Obtained("token-1", Optional.empty()));

        var verdict = shared.verdict(disabled);

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.words()).contains("give a new one whenever it is asked");
        assertThat(shared.sent()).as("but for asking the code").hasSize(1);
    }
}

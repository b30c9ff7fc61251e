package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.api.check.Applicability.Applies;
import dev.postern.api.check.Applicability.Missing;
import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    private final Lifetime check = new Lifetime();
    private final long now = Instant.now().getEpochSecond();

    @Test
    void a_token_that_lives_exactly_as_long_as_declared_is_sound() {
        var target = FakeJwtTarget.rs256().claim("iat", now).claim("exp", now + 3600);

        assertThat(target.defects(check)).isEmpty();
    }

    @Test
    void a_token_that_lives_a_month_is_a_defect() {
        var target = FakeJwtTarget.rs256().claim("iat", now).claim("exp", now + 30 * 86_400);

        assertThat(target.defects(check))
                .containsExactly("The token lives 30 days; at most 3600 s is declared (maxLifetime).");
    }

    @Test
    void an_expiry_in_milliseconds_is_a_defect() {
        assertThat(FakeJwtTarget.rs256().claim("exp", (now + 900) * 1000).defects(check))
                .hasSize(1);
    }

    @Test
    void a_token_without_expiry_is_a_defect() {
        assertThat(FakeJwtTarget.rs256().without("exp").defects(check))
                .containsExactly("The token has no exp: it never expires.");
    }

    @Test
    void an_expiry_that_is_no_number_is_a_defect() {
        var target = FakeJwtTarget.rs256();
        target.credential(ValidToken.of(target)
                .draft()
                .claim("exp", "tomorrow")
                .keepSignature()
                .text());

        assertThat(target.defects(check)).singleElement().asString().contains("no NumericDate");
    }

    @Test
    void without_iat_the_lifetime_is_measured_from_when_the_token_was_obtained() {
        var minuteAgo = Instant.ofEpochSecond(now - 60);

        assertThat(FakeJwtTarget.rs256()
                        .without("iat")
                        .claim("exp", now + 3540)
                        .obtainedAt(minuteAgo)
                        .defects(check))
                .isEmpty();
        assertThat(FakeJwtTarget.rs256()
                        .without("iat")
                        .claim("exp", now + 3560)
                        .obtainedAt(minuteAgo)
                        .defects(check))
                .singleElement()
                .asString()
                .contains("measured as there is no iat");
    }

    @Test
    void of_a_given_token_without_iat_what_is_left_can_already_be_too_much() {
        assertThat(FakeJwtTarget.rs256().without("iat").claim("exp", now + 7200).defects(check))
                .hasSize(1);
    }

    @Test
    void of_a_given_token_without_iat_a_short_rest_shows_nothing() {
        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> FakeJwtTarget.rs256().without("iat").defects(check))
                .withMessageContaining("no iat");
    }

    @Test
    void the_declared_lifetime_counts() {
        assertThat(FakeJwtTarget.rs256().maxLifetime(Duration.ofMinutes(5)).defects(check))
                .containsExactly("The token lives 900 s; at most 300 s is declared (maxLifetime).");
    }

    @Test
    void a_checklist_that_allows_less_than_the_target_file_promises_makes_the_promise_a_defect() {
        assertThat(promisingAMonth().defects(check))
                .containsExactly(
                        "The target file promises tokens of at most 29 days (maxLifetime); the checklist allows 3600 s.");
        assertThat(promisingAMonth()
                        .claim("iat", now)
                        .claim("exp", now + 29 * 86_400)
                        .defects(check))
                .hasSize(2)
                .contains("The token lives 29 days; at most 3600 s is allowed by the checklist (maxLifetime).");
    }

    private static FakeJwtTarget promisingAMonth() {
        return FakeJwtTarget.rs256().maxLifetime(Duration.ofDays(29)).parameters(Map.of("maxLifetime", "PT1H"));
    }

    @Test
    void a_target_file_that_promises_less_than_the_checklist_allows_is_held_to_its_promise() {
        assertThat(FakeJwtTarget.rs256()
                        .maxLifetime(Duration.ofMinutes(5))
                        .parameters(Map.of("maxLifetime", "PT1H"))
                        .defects(check))
                .containsExactly("The token lives 900 s; at most 300 s is declared (maxLifetime).");
    }

    @Test
    void a_lifetime_that_the_target_file_does_not_declare_is_no_promise() {
        var strict = Map.of("maxLifetime", "PT10M");

        assertThat(FakeJwtTarget.rs256()
                        .parameters(strict)
                        .claim("iat", now)
                        .claim("exp", now + 540)
                        .defects(check))
                .isEmpty();
        assertThat(FakeJwtTarget.rs256().parameters(strict).defects(check))
                .containsExactly("The token lives 900 s; at most 600 s is allowed by the checklist (maxLifetime).");
    }

    @Test
    void a_loose_promise_is_judged_though_postern_minted_all_tokens_itself() {
        var minted = promisingAMonth().minted();

        assertThat(check.appliesTo(minted.site())).isInstanceOf(Applies.class);
        assertThat(minted.defects(check)).singleElement().asString().contains("29 days");
    }

    @Test
    void what_postern_minted_itself_says_nothing_of_the_issuer() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().minted().site()))
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.sentence()).contains("minted by Postern"));
        assertThat(check.appliesTo(FakeJwtTarget.rs256().site())).isInstanceOf(Applies.class);
    }
}

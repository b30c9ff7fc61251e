package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expiries that are missing or are no moment. */
class ExpChecksTest {

    private static boolean inTime(Map<String, Object> claims) {
        return claims.get("exp") instanceof Number exp && Instant.now().getEpochSecond() < exp.longValue();
    }

    @Test
    void a_sound_server_refuses_them_and_grants_the_twin() {
        assertThat(List.of(new ExpMissing(), new ExpOdd())).allSatisfy(check -> {
            var tried = FakeJwtTarget.rs256().run(check);
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.twins()).hasSize(1);
        });
    }

    @Test
    void a_server_that_checks_the_expiry_only_if_there_is_one_is_found() {
        var target = FakeJwtTarget.rs256().claimsRule(claims -> claims.get("exp") == null || inTime(claims));

        assertThat(target.run(new ExpMissing()).granted()).containsExactly("exp missing", "exp null");
        assertThat(target.run(new ExpOdd()).granted()).isEmpty();
    }

    @Test
    void a_server_to_which_zero_or_minus_one_means_never_is_found() {
        var target = FakeJwtTarget.rs256().claimsRule(claims -> isOld(claims.get("exp")) || inTime(claims));

        assertThat(target.run(new ExpOdd()).granted()).containsExactly("exp 0", "exp -1");
    }

    @Test
    void a_server_to_which_what_is_no_number_is_no_expiry_is_found() {
        var target =
                FakeJwtTarget.rs256().claimsRule(claims -> !(claims.get("exp") instanceof Number) || inTime(claims));

        assertThat(target.run(new ExpOdd()).granted())
                .contains("exp a past moment as a string", "exp a word", "exp true", "exp an empty list")
                .doesNotContain("exp a past moment with a fraction", "exp a past moment with an exponent");
    }

    private static boolean isOld(Object exp) {
        return exp instanceof Number seconds && seconds.longValue() <= 0;
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.forge.TokenView;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NbfOddTest {

    private final NbfOdd check = new NbfOdd();

    @Test
    void sound_servers_refuse_them_and_grant_the_twin() {
        var tried = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("nbf") instanceof Number nbf
                        && nbf.doubleValue() <= Instant.now().getEpochSecond() + 60)
                .run(check);

        assertThat(tried.labels()).hasSize(6).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_comparison_that_is_never_true_of_what_is_no_number_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> !(claims.get("nbf") instanceof Number nbf)
                        || nbf.doubleValue() <= Instant.now().getEpochSecond() + 60);

        assertThat(target.run(check).granted())
                .containsExactly(
                        "nbf a future moment as a string", "nbf a word", "nbf an empty object", "nbf a list of two");
    }

    @Test
    void the_token_has_not_expired_when_its_time_comes() {
        check.attempts(FakeJwtTarget.rs256()).forEach(attempt -> {
            var text = attempt.request().header("Authorization").orElseThrow().substring(7);
            var exp = TokenView.of(text).exp().orElseThrow();
            assertThat(exp).isAfter(Instant.now().plus(Duration.ofHours(1)));
        });
    }
}

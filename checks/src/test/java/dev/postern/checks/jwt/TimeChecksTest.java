package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeChecksTest {

    private static long number(Map<String, Object> claims, String name) {
        return ((Number) claims.get(name)).longValue();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static boolean inTime(Map<String, Object> claims) {
        return now() < number(claims, "exp");
    }

    @Nested
    class Of_expired {

        private final Expired check = new Expired();

        @ParameterizedTest
        @ValueSource(ints = {0, 60, 300})
        void sound_servers_with_any_usual_leeway_refuse_them_and_grant_the_twin(int skew) {
            var tried = FakeJwtTarget.rs256().withSkew(skew).run(check);

            assertThat(tried.labels())
                    .containsExactly(
                            "exp one hour ago", "exp one year ago", "exp 1", "exp just beyond a leeway of 300 s");
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.twins()).hasSize(1);
        }

        @Test
        void a_server_that_ignores_exp_is_found_at_once() {
            var tried = FakeJwtTarget.rs256().claimsRule(claims -> true).run(check);

            assertThat(tried.granted()).isEqualTo(tried.labels());
        }

        @Test
        void a_server_that_takes_seconds_for_milliseconds_is_found() {
            var target = FakeJwtTarget.rs256().claimsRule(claims -> now() < number(claims, "exp") * 1000);

            assertThat(target.run(check).granted()).contains("exp one hour ago", "exp one year ago");
        }

        /** HAProxy and mod_auth_openidc take a missing exp for -1: no issuer writes it, so no expired token has it. */
        @Test
        void a_server_to_which_zero_or_minus_one_means_never_takes_no_expired_token() {
            var target = FakeJwtTarget.rs256().claimsRule(claims -> number(claims, "exp") <= 0 || inTime(claims));

            assertThat(target.run(check).granted()).isEmpty();
        }

        @Test
        void a_leeway_beyond_every_default_is_found_by_the_nearest_attempt() {
            var target = FakeJwtTarget.rs256().withSkew(1200);

            assertThat(target.run(check).granted()).containsExactly("exp just beyond a leeway of 300 s");
        }

        @Test
        void a_larger_leeway_that_is_declared_is_respected() {
            var target =
                    FakeJwtTarget.rs256().declaringLeeway(Duration.ofHours(2)).withSkew(7200);

            var tried = target.run(check);

            assertThat(tried.granted()).isEmpty();
            assertThat(tried.labels())
                    .doesNotContain("exp one hour ago")
                    .contains("exp just beyond a leeway of 7200 s");
        }

        @Test
        void iat_and_nbf_move_along_so_that_only_the_expiry_is_wrong() {
            var target = FakeJwtTarget.rs256().claim("nbf", now() - 60);
            var attempt = check.attempts(target).toList().get(0);
            var claims = ValidToken.of(target.credential(attempt.request()
                            .header("Authorization")
                            .orElseThrow()
                            .substring(7)))
                    .view();

            assertThat(claims.iat()).isEqualTo(claims.nbf());
            assertThat(Duration.between(claims.iat().orElseThrow(), claims.exp().orElseThrow()))
                    .isEqualTo(Duration.ofMinutes(15));
        }

        @Test
        void the_twin_has_an_expiry_even_where_the_valid_token_has_none() {
            var target = FakeJwtTarget.rs256()
                    .without("exp")
                    .claimsRule(claims -> claims.get("exp") == null || inTime(claims));

            var tried = target.run(check);

            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.granted()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(longs = {-7200, 7200})
        void a_clock_that_is_hours_off_is_followed(long seconds) {
            var tried = FakeJwtTarget.rs256()
                    .clockAhead(Duration.ofSeconds(seconds))
                    .run(check);

            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.granted()).isEmpty();
        }

        @Test
        void a_key_that_the_target_does_not_trust_shows_in_the_twin() {
            var tried = FakeJwtTarget.rs256()
                    .signingKey(TestKeys.OTHER_RSA.toJSONString())
                    .run(check);

            assertThat(tried.deniedTwins()).isEqualTo(tried.labels());
        }

        @Test
        void a_key_without_a_name_for_its_algorithm_takes_that_of_the_valid_token() {
            var target = FakeJwtTarget.signedBy(TestKeys.RSA, "PS384");

            assertThat(target.run(check).deniedTwins()).isEmpty();
        }

        @Test
        void a_damaged_key_ends_the_case_with_a_sentence_that_does_not_quote_it() {
            assertThatExceptionOfType(CannotTryException.class)
                    .isThrownBy(() -> FakeJwtTarget.rs256().signingKey("s3cr3t").run(check))
                    .withMessageContaining("signingKey of scheme \"tokens\"")
                    .satisfies(e -> assertThat(e).hasMessageNotContaining("s3cr3t"));
        }
    }

    @Nested
    class Of_the_leeway {

        private final Leeway check = new Leeway();

        @ParameterizedTest
        @ValueSource(ints = {0, 60})
        void a_server_within_the_declared_leeway_passes(int skew) {
            assertThat(FakeJwtTarget.rs256().withSkew(skew).run(check).granted())
                    .isEmpty();
        }

        @Test
        void the_default_of_another_stack_breaks_the_declaration_and_that_alone() {
            var target = FakeJwtTarget.rs256().withSkew(300);

            assertThat(target.run(check).granted()).containsExactly("exp 65 s ago, where a leeway of 60 s is declared");
            assertThat(target.run(new Expired()).granted()).isEmpty();
        }

        @Test
        void no_leeway_can_be_declared() {
            var target = FakeJwtTarget.rs256().declaringLeeway(Duration.ZERO).withSkew(60);

            assertThat(target.run(check).granted()).hasSize(1);
        }
    }

    @Nested
    class Of_not_yet_valid {

        private final NotYetValid check = new NotYetValid();

        @ParameterizedTest
        @ValueSource(ints = {0, 60, 300})
        void sound_servers_refuse_them_and_grant_the_twin(int skew) {
            var tried = FakeJwtTarget.rs256().withSkew(skew).run(check);

            assertThat(tried.labels()).containsExactly("nbf one hour ahead", "nbf 365 days ahead", "nbf 450 s ahead");
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.twins()).hasSize(1);
        }

        @Test
        void a_server_that_never_heard_of_nbf_is_found() {
            var target = FakeJwtTarget.rs256().claimsRule(TimeChecksTest::inTime);

            assertThat(target.run(check).granted()).hasSize(3);
        }

        @Test
        void the_expiry_lies_behind_the_beginning_and_iat_in_the_past() {
            var target = FakeJwtTarget.rs256();

            assertThat(check.attempts(target).toList()).allSatisfy(attempt -> {
                var text =
                        attempt.request().header("Authorization").orElseThrow().substring(7);
                var claims = Parts.of(text).payload();
                assertThat(number(claims, "exp")).isGreaterThan(number(claims, "nbf"));
                assertThat(number(claims, "iat")).isLessThanOrEqualTo(now());
            });
        }

        @Test
        void a_declared_leeway_of_more_than_an_hour_is_respected() {
            var tried = FakeJwtTarget.rs256()
                    .declaringLeeway(Duration.ofHours(2))
                    .withSkew(7200)
                    .run(check);

            assertThat(tried.labels()).isEqualTo(List.of("nbf 365 days ahead", "nbf 7350 s ahead"));
            assertThat(tried.granted()).isEmpty();
        }
    }
}

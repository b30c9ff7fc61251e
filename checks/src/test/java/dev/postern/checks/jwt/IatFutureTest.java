package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Applicability;
import dev.postern.api.target.TokenPromises;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IatFutureTest {

    private final IatFuture check = new IatFuture();

    @Test
    void where_nothing_is_promised_nothing_is_judged_and_the_case_says_why() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().site()))
                .isInstanceOfSatisfying(
                        Applicability.NotPromised.class,
                        missing -> assertThat(missing.sentence())
                                .contains("no standard demands", "`tokens`", "`futureIat: refused`"));
        assertThat(check.appliesTo(promising(FakeJwtTarget.rs256()).site())).isInstanceOf(Applicability.Applies.class);
    }

    @Test
    void a_server_that_breaks_its_promise_is_found() {
        var tried = promising(FakeJwtTarget.rs256()).run(check);

        assertThat(tried.labels()).hasSize(3).contains("iat one hour ahead", "iat 365 days ahead");
        assertThat(tried.granted()).isEqualTo(tried.labels());
        assertThat(tried.twins()).hasSize(1);
    }

    @Test
    void a_server_that_keeps_it_passes() {
        var tried = keeping(FakeJwtTarget.rs256()).run(check);

        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
    }

    @Test
    void a_token_without_iat_is_tried_with_one() {
        assertThat(promising(FakeJwtTarget.rs256().without("iat")).run(check).granted())
                .hasSize(3);
    }

    private static FakeJwtTarget keeping(FakeJwtTarget target) {
        return promising(target)
                .claimsRule(claims -> target.nimbusAccepts(claims, 60)
                        && ((Number) claims.get("iat")).longValue()
                                <= Instant.now().getEpochSecond() + 60);
    }

    private static FakeJwtTarget promising(FakeJwtTarget target) {
        return target.promising(new TokenPromises(Set.of(), false, Map.of(), Optional.empty(), true));
    }
}

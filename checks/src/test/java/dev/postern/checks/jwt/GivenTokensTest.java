package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.target.TokenPromises.Refused;
import dev.postern.checks.bearer.IdToken;
import dev.postern.checks.bearer.OtherAudience;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checks of genuine tokens that the target file gives. */
class GivenTokensTest {

    private final ExpiredCaptured expired = new ExpiredCaptured();
    private final OtherAudience otherAudience = new OtherAudience();
    private final IdToken idToken = new IdToken();

    @Test
    void without_such_a_token_the_case_says_which_line_is_missing() {
        var site = FakeJwtTarget.rs256().withoutSigningKey().site();

        assertThat(Map.of("expired", expired, "otherAudience", otherAudience, "idToken", idToken))
                .allSatisfy((key, check) -> assertThat(check.appliesTo(site))
                        .isInstanceOfSatisfying(
                                Applicability.Missing.class,
                                missing -> assertThat(missing.sentence()).contains("`" + key + ": ${file:…}`")));
    }

    @Test
    void what_a_signing_key_can_forge_is_not_missed() {
        var site = FakeJwtTarget.rs256().site();

        assertThat(expired.appliesTo(site)).isInstanceOf(Applicability.Irrelevant.class);
        assertThat(otherAudience.appliesTo(site)).isInstanceOf(Applicability.Irrelevant.class);
        assertThat(idToken.appliesTo(site)).isInstanceOf(Applicability.Missing.class);
    }

    @Test
    void an_expired_token_must_be_refused() {
        var token = token(Map.of("exp", Instant.now().minus(Duration.ofHours(1))));
        var sound = FakeJwtTarget.rs256().refusing(Refused.EXPIRED, token);
        var careless = FakeJwtTarget.rs256().refusing(Refused.EXPIRED, token).claimsRule(claims -> true);

        assertThat(expired.appliesTo(sound.site())).isInstanceOf(Applicability.Applies.class);
        assertThat(sound.run(expired).granted()).isEmpty();
        assertThat(careless.run(expired).granted()).containsExactly("the given token, which has expired");
    }

    @Test
    void a_token_that_may_be_within_somebodys_leeway_proves_nothing() {
        var target = FakeJwtTarget.rs256()
                .refusing(Refused.EXPIRED, token(Map.of("exp", Instant.now().minusSeconds(100))));

        assertThatThrownBy(() -> target.run(expired))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("not expired beyond any leeway");
    }

    @Test
    void a_token_for_another_api_must_be_refused_and_be_one() {
        var later = Instant.now().plusSeconds(300);
        var other =
                FakeJwtTarget.rs256().refusing(Refused.OTHER_AUDIENCE, token(Map.of("aud", "warehouse", "exp", later)));
        var own = FakeJwtTarget.rs256()
                .refusing(Refused.OTHER_AUDIENCE, token(Map.of("aud", FakeJwtTarget.AUDIENCE, "exp", later)));

        assertThat(other.run(otherAudience).granted()).isEmpty();
        assertThat(other.claimsRule(claims -> true).run(otherAudience).granted())
                .containsExactly("the given token for another API");
        assertThatThrownBy(() -> own.run(otherAudience)).hasMessageContaining("names the declared audience");
    }

    /** A target that verifies no audience refuses a token for another API all the same, for want of a scope. */
    @Test
    void a_token_that_lacks_a_right_of_the_operation_must_not_be_believed_rather_than_refused() {
        var later = Instant.now().plusSeconds(300);
        var lacking = token(Map.of("aud", "warehouse", "exp", later));
        var sufficient = token(Map.of("aud", "warehouse", "exp", later, "scope", "orders:read orders:write"));

        assertThat(expectation(lacking)).isEqualTo(Expectation.NOT_BELIEVED);
        assertThat(expectation(sufficient)).isEqualTo(Expectation.DENIED);
    }

    private Expectation expectation(String token) {
        var target = FakeJwtTarget.rs256().requiringScope("orders:read").refusing(Refused.OTHER_AUDIENCE, token);
        return otherAudience.attempts(target).findFirst().orElseThrow().expectation();
    }

    @Test
    void an_id_token_that_has_run_out_would_be_refused_for_that() {
        var target = FakeJwtTarget.rs256()
                .refusing(Refused.ID_TOKEN, token(Map.of("exp", Instant.now().minusSeconds(1))));

        assertThatThrownBy(() -> target.run(idToken))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("has run out");
    }

    @Test
    void a_token_that_is_no_jwt_is_told_without_it() {
        var target = FakeJwtTarget.rs256().refusing(Refused.ID_TOKEN, "opaque-secret-token");

        assertThatThrownBy(() -> target.run(idToken))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("refused.idToken")
                .message()
                .doesNotContain("opaque-secret-token");
    }

    private static String token(Map<String, ?> claims) {
        var all = new LinkedHashMap<String, Object>(Map.of("iss", FakeJwtTarget.ISSUER, "sub", "alice"));
        all.putAll(claims);
        return Draft.ofClaims(all)
                .sign(SigningKey.parse(TestKeys.RSA.toJSONString()))
                .text();
    }
}

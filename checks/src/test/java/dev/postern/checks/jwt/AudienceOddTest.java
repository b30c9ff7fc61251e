package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;

class AudienceOddTest {

    private final AudienceOdd check = new AudienceOdd();

    @Test
    void a_sound_server_refuses_them_and_grants_the_twin() {
        var tried = FakeJwtTarget.rs256().run(check);

        assertThat(tried.labels()).hasSize(5).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.twins()).hasSize(1);
    }

    @Test
    void a_server_that_compares_only_what_is_there_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(
                        claims -> claims.get("aud") == null || claims.get("aud").equals("orders"));

        assertThat(target.run(check).granted()).containsExactly("aud null");
    }

    @Test
    void a_server_without_a_third_branch_is_found() {
        var target = FakeJwtTarget.rs256().claimsRule(claims -> {
            var aud = claims.get("aud");
            if (aud instanceof String text) {
                return text.equals("orders");
            }
            return !(aud instanceof Collection<?> all) || all.contains("orders");
        });

        assertThat(target.run(check).granted()).containsExactly("aud null", "aud 1", "aud true", "aud {}");
    }
}

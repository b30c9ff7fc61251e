package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrongAudienceTest {

    private final WrongAudience check = new WrongAudience();

    @Test
    void a_sound_server_refuses_them_and_grants_the_twin() {
        var tried = FakeJwtTarget.rs256().run(check);

        assertThat(tried.labels()).hasSize(9).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.twins()).hasSize(1);
    }

    @Test
    void a_list_that_contains_the_right_audience_is_legal_and_stays_in_the_twin() {
        var target = FakeJwtTarget.rs256().claim("aud", List.of("account", "orders"));

        var tried = target.run(check);

        assertThat(tried.deniedTwins()).isEmpty();
        assertThat(tried.granted()).isEmpty();
        assertThat(tried.twins())
                .singleElement()
                .satisfies(twin -> assertThat(Parts.of(twin.header("Authorization")
                                        .orElseThrow()
                                        .substring(7))
                                .payload()
                                .get("aud"))
                        .isEqualTo(List.of("account", "orders")));
    }

    @Test
    void a_server_that_ignores_the_audience_is_found() {
        var tried = FakeJwtTarget.rs256().claimsRule(claims -> true).run(check);

        assertThat(tried.granted()).isEqualTo(tried.labels());
    }

    @Test
    void contains_on_a_text_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> claims.get("aud") instanceof String aud && aud.contains("orders"));

        assertThat(target.run(check).granted())
                .containsExactly("the audience with something behind it", "the audience with something before it");
    }

    @Test
    void a_server_that_checks_the_audience_only_if_there_is_one_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(
                        claims -> claims.get("aud") == null || claims.get("aud").equals("orders"));

        assertThat(target.run(check).granted()).containsExactly("aud missing");
    }

    @Test
    void a_server_to_which_an_empty_list_means_everybody_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> (claims.get("aud") instanceof Collection<?> all && all.isEmpty())
                        || "orders".equals(claims.get("aud")));

        assertThat(target.run(check).granted()).containsExactly("aud an empty list");
    }

    @Test
    void a_server_that_forgives_the_case_is_found() {
        var target = FakeJwtTarget.rs256()
                .claimsRule(claims -> "orders".equalsIgnoreCase(String.valueOf(claims.get("aud"))));

        assertThat(target.run(check).granted()).containsExactly("the audience in other case");
    }
}

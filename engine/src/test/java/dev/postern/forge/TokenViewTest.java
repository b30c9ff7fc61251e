package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenViewTest {
    @Test
    void every_registered_member_is_read() {
        Instant now = Instant.ofEpochSecond(1_700_000_000);
        Token token = Draft.ofClaims(Map.of(
                        "iss",
                        "https://id.example.test",
                        "sub",
                        "alice",
                        "aud",
                        List.of("orders", "billing"),
                        "exp",
                        now.plusSeconds(60),
                        "nbf",
                        now,
                        "iat",
                        now,
                        "jti",
                        "7",
                        "scope",
                        "orders:read"))
                .sign(SigningKey.generateLike("HS256").withKid("k1"));

        TokenView view = TokenView.of(token.text());

        assertThat(view.alg()).contains("HS256");
        assertThat(view.kid()).contains("k1");
        assertThat(view.typ()).contains("JWT");
        assertThat(view.iss()).contains("https://id.example.test");
        assertThat(view.sub()).contains("alice");
        assertThat(view.aud()).containsExactly("orders", "billing");
        assertThat(view.exp()).contains(now.plusSeconds(60));
        assertThat(view.nbf()).contains(now);
        assertThat(view.iat()).contains(now);
        assertThat(view.jti()).contains("7");
        assertThat(view.claim("scope").orElseThrow().textValue()).isEqualTo("orders:read");
        assertThat(view.header("typ")).isPresent();
        assertThat(view).hasToString("TokenView[alg HS256, kid k1]");
    }

    @Test
    void missing_and_mistyped_members_are_empty() {
        TokenView view = Draft.ofClaims(Map.of("sub", 5, "aud", Map.of("a", "b")))
                .removeHeader("alg")
                .view();

        assertThat(view.alg()).isEmpty();
        assertThat(view.sub()).isEmpty();
        assertThat(view.aud()).isEmpty();
        assertThat(view.exp()).isEmpty();
        assertThat(Draft.ofClaims(Map.of("aud", "orders")).view().aud()).containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1700000000\"", "null", "true", "[]", "{}", "1e20", "1e999999", "-1e99"})
    void what_is_no_moment_is_no_numeric_date(String exp) {
        assertThat(Draft.ofClaims(Map.of()).claimJson("exp", exp).view().exp()).isEmpty();
    }

    @Test
    void a_fraction_of_a_second_is_cut_off() {
        assertThat(Draft.ofClaims(Map.of())
                        .claimJson("exp", "1700000000.9")
                        .view()
                        .exp())
                .contains(Instant.ofEpochSecond(1_700_000_000));
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Applicability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the issuer puts into tokens, and how much of it. */
class IssuedClaimsTest {

    private final RegisteredClaims registered = new RegisteredClaims();

    @Test
    void a_token_with_what_is_declared_is_sound() {
        assertThat(FakeJwtTarget.rs256().defects(registered)).isEmpty();
        // more is asked only where the profile is declared
        assertThat(FakeJwtTarget.rs256().without("jti").without("sub").defects(registered))
                .isEmpty();
    }

    @Test
    void what_is_missing_or_another_is_told_each_by_itself() {
        assertThat(FakeJwtTarget.rs256().without("aud").without("exp").defects(registered))
                .containsExactly("The token has no exp.", "The token has no aud.");
        assertThat(FakeJwtTarget.rs256()
                        .claim("aud", List.of("x", "y"))
                        .claim("iss", "z")
                        .defects(registered))
                .containsExactly(
                        "The token's iss is not the declared issuer.",
                        "The token's aud does not hold the declared audience.");
        assertThat(FakeJwtTarget.rs256()
                        .claim("aud", List.of("x", FakeJwtTarget.AUDIENCE))
                        .defects(registered))
                .isEmpty();
    }

    @Test
    void the_declared_profile_asks_for_all_of_its_claims_and_its_type() {
        assertThat(FakeJwtTarget.rs256().atJwt().without("jti").defects(registered))
                .containsExactly(
                        "The token has no client_id.",
                        "The token has no jti.",
                        "The token's typ is \"JWT\", where `profile: at+jwt` is declared.");
    }

    @Test
    void tokens_of_posterns_own_say_nothing_of_the_issuer() {
        assertThat(registered.appliesTo(FakeJwtTarget.rs256().minted().site()))
                .isInstanceOf(Applicability.Missing.class);
        assertThat(new Size().appliesTo(FakeJwtTarget.rs256().minted().site()))
                .isInstanceOf(Applicability.Missing.class);
    }

    @Test
    void a_token_above_four_kib_is_large() {
        assertThat(FakeJwtTarget.rs256().defects(new Size())).isEmpty();
        assertThat(FakeJwtTarget.rs256().claim("groups", "x".repeat(4000)).defects(new Size()))
                .singleElement()
                .asString()
                .contains("above 4096");
    }
}

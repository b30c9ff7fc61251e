package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.check.Applicability.Irrelevant;
import dev.postern.api.check.Applicability.Missing;
import dev.postern.checks.craft.ValidToken;
import org.junit.jupiter.api.Test;

class AsymmetricTest {

    private final Asymmetric check = new Asymmetric();

    @Test
    void rsa_and_ecdsa_are_sound() {
        assertThat(FakeJwtTarget.rs256().defects(check)).isEmpty();
        assertThat(FakeJwtTarget.signedBy(TestKeys.EC, "ES256").defects(check)).isEmpty();
    }

    @Test
    void hmac_is_a_defect() {
        assertThat(FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256").defects(check))
                .singleElement()
                .asString()
                .contains("HS256", "symmetric: true");
    }

    @Test
    void no_signature_at_all_is_a_defect() {
        var target = FakeJwtTarget.rs256();
        target.credential(ValidToken.of(target).draft().unsigned("None").text());

        assertThat(target.defects(check)).containsExactly("The token is not signed at all.");
    }

    @Test
    void where_hmac_is_declared_it_is_nobodys_concern() {
        assertThat(check.appliesTo(FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256")
                        .symmetric()
                        .site()))
                .isInstanceOf(Irrelevant.class);
    }

    @Test
    void what_postern_minted_itself_says_nothing_of_the_issuer() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().minted().site())).isInstanceOf(Missing.class);
    }
}

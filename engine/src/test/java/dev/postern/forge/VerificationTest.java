package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Draft DRAFT = Draft.ofClaims(Map.of("sub", "alice"));

    @Test
    void a_key_verifies_what_it_signed_and_no_other_does() {
        for (String alg : new String[] {"HS256", "RS256", "PS384", "ES512", "EdDSA"}) {
            SigningKey key = SigningKey.generateLike(alg);
            String token = DRAFT.sign(key).text();

            assertThat(Verification.verifies(token, key)).as(alg).isTrue();
            assertThat(Verification.verifies(token, SigningKey.generateLike(key)))
                    .as(alg)
                    .isFalse();
            assertThat(Verification.verifies(DRAFT.sign(key).withoutLastDot().text(), key))
                    .as(alg)
                    .isFalse();
        }
    }

    @Test
    void bytes_after_the_signature_are_no_part_of_one() {
        for (String alg : new String[] {"HS256", "RS256", "ES256", "EdDSA"}) {
            SigningKey key = SigningKey.generateLike(alg);

            assertThat(Verification.verifies(
                            DRAFT.sign(key).extendSignature(new byte[1]).text(), key))
                    .as(alg)
                    .isFalse();
        }
    }

    @Test
    void a_key_of_another_type_or_curve_cannot_tell() {
        SigningKey rsa = SigningKey.generateLike("RS256");
        SigningKey p384 = SigningKey.generateLike("ES384");

        assertThatThrownBy(() ->
                        Verification.verifies(DRAFT.hmac("HS256", new byte[9]).text(), rsa))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("HS256 needs a secret; this is an RSA key.");
        assertThatThrownBy(() -> Verification.verifies(
                        DRAFT.signAs("ES256", "ES384", p384).text(), p384))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("another curve");
        assertThatThrownBy(() -> Verification.verifies(DRAFT.unsigned("none").text(), rsa))
                .isInstanceOf(UnusableKeyException.class);
    }
}

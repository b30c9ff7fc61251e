package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.ValidToken;
import org.junit.jupiter.api.Test;

class AlgNoneTest {

    private final AlgNone check = new AlgNone();

    @Test
    void a_sound_server_refuses_every_unsigned_token() {
        var tried = FakeJwtTarget.rs256().run(check);

        assertThat(tried.labels()).hasSize(14).doesNotHaveDuplicates();
        assertThat(tried.granted()).isEmpty();
    }

    @Test
    void a_verifier_that_does_what_the_header_says_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().equals("none") || target.nimbusTrusts(token));

        assertThat(target.run(check).granted()).contains("alg none, signature removed", "alg none, signature kept");
    }

    @Test
    void a_block_list_that_knows_one_spelling_only_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token ->
                (!token.alg().equals("none") && token.alg().equalsIgnoreCase("none")) || target.nimbusTrusts(token));

        assertThat(target.run(check).granted())
                .containsExactly(
                        "alg None, signature removed",
                        "alg NONE, signature removed",
                        "alg nOnE, signature removed",
                        "alg noNe, signature removed");
    }

    @Test
    void a_verifier_that_skips_what_names_no_algorithm_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().isEmpty() || target.nimbusTrusts(token));

        assertThat(target.run(check).granted()).hasSize(5).contains("alg removed, signature removed");
    }

    @Test
    void a_look_up_by_key_id_that_falls_back_to_no_key_is_found_by_the_header_without_kid() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token ->
                (token.header().get("kid") == null && token.alg().equals("none")) || target.nimbusTrusts(token));

        assertThat(target.run(check).granted()).containsExactly("a header of alg none alone, signature removed");
    }

    /** As jsonwebtoken 8 does (CVE-2022-23540), behind code that insists on a kid and looks it up in a map. */
    @Test
    void a_look_up_that_misses_and_then_expects_no_signature_is_found_by_an_unknown_kid() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> {
            if (token.header().get("kid") instanceof String kid && !kid.equals(TestKeys.RSA.getKeyID())) {
                return token.alg().equals("none");
            }
            return target.nimbusTrusts(token);
        });

        assertThat(target.run(check).granted()).containsExactly("alg none, unknown kid, signature removed");
    }

    @Test
    void a_bad_request_is_a_refusal_of_a_token_without_signature() {
        assertThat(check.attempts(FakeJwtTarget.rs256()))
                .allSatisfy(attempt -> assertThat(attempt.tolerated()).containsExactly(Tolerated.MALFORMED));
    }

    @Test
    void an_opaque_token_ends_the_case_with_a_sentence_that_does_not_quote_it() {
        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> FakeJwtTarget.rs256()
                        .credential("2YotnFZFEjr1zCsicMWpAA")
                        .run(check))
                .withMessageContaining("declared bearer-jwt")
                .withMessageContaining("opaque")
                .withMessageContaining("bearer-opaque")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SETUP_FAILED))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("2Yotn"));
    }

    @Test
    void an_encrypted_token_ends_the_case_with_a_sentence() {
        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> FakeJwtTarget.rs256()
                        .credential("eyJhbGciOiJkaXIifQ..a.b.c")
                        .run(check))
                .withMessageContaining("JWE");
    }

    @Test
    void a_valid_token_that_is_itself_unsigned_is_tried_too() {
        var target = FakeJwtTarget.rs256();
        var unsigned = ValidToken.of(target).draft().unsigned("none").withoutLastDot();
        target.credential(unsigned.text()).signatureRule(token -> true);

        assertThat(target.run(check).granted()).contains("alg none, signature removed");
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureStrippedTest {

    private final SignatureStripped check = new SignatureStripped();

    @Test
    void sound_servers_refuse_tokens_whose_signature_is_gone() {
        assertThat(FakeJwtTarget.rs256().run(check).granted()).isEmpty();
        assertThat(FakeJwtTarget.signedBy(TestKeys.EC, "ES256").run(check).granted())
                .isEmpty();
        assertThat(FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256").run(check).granted())
                .isEmpty();
    }

    @Test
    void a_verifier_that_skips_an_empty_signature_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.signature().length == 0 || target.nimbusTrusts(token));

        assertThat(target.run(check).granted())
                .contains(
                        "header and payload unchanged, signature removed",
                        "header and payload unchanged, signature removed, signature and its dot removed");
    }

    @Test
    void a_verifier_that_compares_only_as_many_bytes_as_there_are_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.signature().length == 1 || target.nimbusTrusts(token));

        assertThat(target.run(check).granted()).containsExactly("signature of one zero byte", "signature of one byte");
    }

    @Test
    void a_verifier_that_takes_zeros_for_a_signature_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(
                token -> (token.signature().length == 256 && token.signature()[0] == 0 && token.signature()[255] == 0)
                        || target.nimbusTrusts(token));

        assertThat(target.run(check).granted()).contains("signature of zeros, as long as the right one");
    }

    @Test
    void header_and_payload_are_sent_as_they_came() {
        var target = FakeJwtTarget.rs256();
        var unsigned = target.credential().substring(0, target.credential().lastIndexOf('.'));

        assertThat(check.attempts(target))
                .allSatisfy(attempt -> assertThat(attempt.request().header("Authorization"))
                        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer " + unsigned)));
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.target.Secret;
import dev.postern.api.target.TokenPromises;
import dev.postern.checks.craft.ValidToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakSecretTest {

    private final WeakSecret check = new WeakSecret();

    private static FakeJwtTarget signed(String alg, byte[] secret) {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        target.credential(ValidToken.of(target).draft().hmac(alg, secret).text());
        return target;
    }

    private static FakeJwtTarget signed(String secret) {
        return signed("HS256", secret.getBytes(StandardCharsets.UTF_8));
    }

    private static FakeJwtTarget given(FakeJwtTarget target, String words) {
        return target.promising(new TokenPromises(Set.of(), false, Map.of(), Optional.of(Secret.of(words))));
    }

    private Verdict verdict(FakeJwtTarget target) {
        return check.verdict(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void a_secret_of_the_list_is_found_and_told_by_its_place_alone(String alg) {
        var verdict = verdict(signed(alg, "your-256-bit-secret".getBytes(StandardCharsets.UTF_8)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words())
                .containsPattern("word \\d+ of the built-in list; \\d+ words were tried")
                .doesNotContain("your-256-bit-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my super secret pass phrase",
                "json-server-auth-123456",
                "Gatekeeper-123456",
                "acme-realm_secret"
            })
    void a_secret_named_after_a_product_or_from_its_documentation_is_found(String secret) {
        var target = signed(secret)
                .saying("Server", "Gatekeeper/2.1 (Unix)")
                .saying("WWW-Authenticate", "Bearer realm=\"acme-realm\"");

        assertThat(verdict(target).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void the_defect_is_the_same_as_the_verdict() {
        var target = signed("changeme");

        assertThat(target.defects(check)).containsExactly(verdict(target).words());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders-secret", "Orders2026", "fake_secret_key", "id.example.test-jwt-secret", "EXAMPLE123"})
    void a_secret_made_of_names_is_found(String secret) {
        assertThat(verdict(signed(secret)).words())
                .contains("of those made of the names")
                .doesNotContain(secret);
    }

    @Test
    void the_key_of_rfc_7515_is_found_though_it_is_written_as_base64url() {
        var key = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

        assertThat(verdict(signed("HS256", key)).words()).contains("of the built-in list, read as base64;");
    }

    @Test
    void a_secret_written_as_hexadecimal_digits_is_found() {
        var key = HexFormat.of().parseHex("404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970");

        assertThat(verdict(signed("HS256", key)).words()).contains("read as hexadecimal digits");
    }

    @Test
    void a_word_of_the_user_s_file_is_told_by_its_line() {
        var target = given(signed("Grünkohl mit Pinkel"), "one\r\n\r\nGrünkohl mit Pinkel\n");

        assertThat(verdict(target).words())
                .contains("line 3 of the file that `weakSecrets` names")
                .doesNotContain("Grünkohl");
    }

    @Test
    void a_strong_secret_passes_in_time_and_the_verdict_says_how_many_words_were_tried() {
        var start = System.nanoTime();
        var verdict = verdict(FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).containsPattern("None of the \\d{4,} words");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void where_the_time_is_up_nothing_is_claimed() {
        var hurried = new WeakSecret(Duration.ZERO);

        var verdict = hurried.verdict(FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(Reason.TOO_SLOW);
    }

    @Test
    void a_token_signed_by_a_key_pair_has_no_secret_to_guess() {
        var verdict = verdict(FakeJwtTarget.rs256());

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.words()).contains("RS256");
        assertThat(FakeJwtTarget.rs256().defects(check)).isEmpty();
    }

    @Test
    void a_token_that_only_says_hs256_but_is_signed_by_nobody_is_no_finding() {
        var target = FakeJwtTarget.rs256();
        target.credential(ValidToken.of(target)
                .draft()
                .header("alg", "HS256")
                .withoutSignature()
                .text());

        assertThat(verdict(target).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void no_list_prints_its_words() {
        assertThat(WordList.given(Secret.of("one\ntwo")))
                .hasToString("WordList[line %d of the file that `weakSecrets`" + " names, 2 words]");
    }
}

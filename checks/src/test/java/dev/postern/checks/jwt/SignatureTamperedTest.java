package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.util.Base64URL;
import dev.postern.api.check.CannotTryException;
import dev.postern.checks.craft.ValidToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureTamperedTest {

    private final SignatureTampered check = new SignatureTampered();

    @Test
    void sound_servers_refuse_whatever_does_not_match_its_signature() {
        var targets = List.of(
                FakeJwtTarget.rs256(),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256"),
                FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).hasSize(8).doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
        });
    }

    @Test
    void a_server_that_decodes_and_does_not_verify_fails_at_the_first_attempt() {
        var tried = FakeJwtTarget.rs256().signatureRule(token -> true).run(check);

        assertThat(tried.granted()).contains(tried.labels().get(0)).hasSize(8);
    }

    @Test
    void a_cache_of_verdicts_under_the_signature_falls_for_a_changed_payload_alone() {
        var target = FakeJwtTarget.rs256();
        Set<Base64URL> seen = new HashSet<>();
        target.signatureRule(token -> seen.contains(Base64URL.encode(token.signature()))
                || (target.nimbusTrusts(token) && seen.add(Base64URL.encode(token.signature()))));
        assertThat(target.isGranted(target.credential())).isTrue();

        assertThat(target.run(check).granted())
                .containsExactly(
                        "one claim added, signature kept",
                        "one header parameter added, signature kept",
                        "last letter of sub changed, signature kept");
    }

    @Test
    void a_comparison_that_stops_before_the_end_is_found_by_the_last_bit() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        var right = rightSignature(target);
        target.signatureRule(token -> {
            for (int i = 0; i < 31; i++) {
                if (token.signature()[i] != right[i]) {
                    return target.nimbusTrusts(token);
                }
            }
            return true;
        });

        assertThat(target.run(check).granted()).contains("last bit of the signature flipped");
    }

    private static byte[] rightSignature(FakeJwtTarget target) {
        var text = target.credential();
        return Base64URL.from(text.substring(text.lastIndexOf('.') + 1)).decode();
    }

    @Test
    void every_flip_changes_the_bytes_of_the_signature_and_not_idle_bits_of_its_spelling() {
        var target = FakeJwtTarget.rs256();
        var right = rightSignature(target);

        assertThat(check.attempts(target).filter(a -> a.label().contains("flipped")))
                .hasSize(3)
                .allSatisfy(attempt -> {
                    var token = attempt.request()
                            .header("Authorization")
                            .orElseThrow()
                            .substring(7);
                    assertThat(Parts.of(token).signature()).hasSameSizeAs(right).isNotEqualTo(right);
                });
    }

    @Test
    void without_a_signing_key_there_is_no_other_token_to_take_a_signature_from() {
        var tried = FakeJwtTarget.rs256().withoutSigningKey().run(check);

        assertThat(tried.labels()).hasSize(7).noneMatch(label -> label.contains("another token"));
    }

    @Test
    void a_damaged_signing_key_does_not_keep_it_from_trying_the_rest() {
        assertThat(FakeJwtTarget.rs256().signingKey("damaged").run(check).labels())
                .hasSize(7);
    }

    @Test
    void an_unsigned_valid_token_has_nothing_to_tamper_with() {
        var target = FakeJwtTarget.rs256();
        target.credential(ValidToken.of(target).draft().unsigned("none").text());

        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> target.run(check))
                .withMessageContaining("no signature");
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.DenialCheck;
import dev.postern.forge.SigningKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of signatures in odd forms, and of tokens in odd forms. */
class SignatureFormsTest {

    private static final String JWKS = new JWKSet(TestKeys.RSA.toPublicJWK()).toString();

    static Stream<DenialCheck> checks() {
        return Stream.of(
                new SignatureTruncated(), new AlgSwap(), new Base64Slack(), new JsonSerialization(), new JwePlain());
    }

    @ParameterizedTest
    @MethodSource("checks")
    void sound_servers_of_every_key_type_refuse_everything(DenialCheck check) {
        var targets = List.of(
                FakeJwtTarget.rs256().publicKeys(JWKS),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256"),
                FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256").publicKeys(JWKS));

        assertThat(targets).allSatisfy(target -> {
            // Nimbus decodes leniently: one token has many spellings there
            target.signatureRule(token -> target.nimbusTrusts(token) && isCanonical(token.text()));
            var tried = target.run(check);
            assertThat(tried.labels()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
        });
    }

    @Test
    void a_comparison_as_far_as_the_token_goes_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        var right = Base64URL.from(
                        target.credential().substring(target.credential().lastIndexOf('.') + 1))
                .decode();
        target.signatureRule(token -> token.signature().length <= right.length
                && Arrays.equals(Arrays.copyOf(right, token.signature().length), token.signature()));

        assertThat(target.run(new SignatureTruncated()).granted())
                .hasSize(target.run(new SignatureTruncated()).labels().size() - 1)
                .contains("signature cut to 16 of 32 bytes", "signature cut to 31 of 32 bytes");
    }

    @Test
    void a_token_without_signature_has_none_to_cut() {
        var target = FakeJwtTarget.rs256();
        target.credential(target.credential().substring(0, target.credential().lastIndexOf('.') + 1));

        assertThatThrownBy(() -> target.run(new SignatureTruncated()))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("has no signature");
    }

    @Test
    void a_verifier_that_skips_algorithms_it_does_not_know_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> !token.alg().matches("[A-Z]S\\d{3}") || target.nimbusTrusts(token));

        assertThat(target.run(new AlgSwap()).granted())
                .containsExactly(
                        "alg XX999, signature kept", "alg rs256, signature kept", "alg \"RS256 \", signature kept");
    }

    @Test
    void the_algorithms_tried_are_those_of_the_tokens_key() {
        assertThat(FakeJwtTarget.signedBy(TestKeys.EC, "ES256")
                        .run(new AlgSwap())
                        .labels())
                .contains("alg ES384, signature kept")
                .doesNotContain("alg RS384, signature kept", "alg ES256, signature kept");
    }

    @Test
    void a_lenient_decoder_is_found_and_the_padding_is_the_right_one() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> target.nimbusTrusts(token));

        // Nimbus passes over characters that are none of the alphabet, and idle bits
        assertThat(target.run(new Base64Slack()).granted()).contains("signature with an idle bit set");
        assertThat(new Base64Slack()
                        .attempts(target)
                        .findFirst()
                        .orElseThrow()
                        .request()
                        .header("Authorization"))
                .hasValueSatisfying(value -> assertThat(value).endsWith("=="));
    }

    @Test
    void a_signature_without_idle_bits_has_no_such_spelling() {
        var target = FakeJwtTarget.signedBy(TestKeys.LARGE_RSA, "RS256");

        assertThat(target.run(new Base64Slack()).labels()).containsExactly("signature in standard base64");
    }

    @Test
    void the_json_tokens_hold_a_claim_that_no_signature_covers() throws Exception {
        var target = FakeJwtTarget.rs256();
        for (var attempt : new JsonSerialization().attempts(target).toList()) {
            var text = attempt.request().header("Authorization").orElseThrow().substring("Bearer ".length());
            var payload = text.contains("\"protected\":\"") && text.indexOf('.') > 0
                    ? text.split("\\.", -1)[1]
                    : JSONObjectUtils.parse(text).get("payload").toString();

            assertThat(Base64URL.from(payload).decodeToString()).contains("\"postern\":true");
        }
    }

    @Test
    void what_is_encrypted_to_the_public_key_is_the_valid_tokens_claims_and_no_signature() throws Exception {
        var target = FakeJwtTarget.rs256().publicKeys(JWKS);
        var attempts = new JwePlain().attempts(target).toList();

        assertThat(attempts).hasSize(4);
        for (var attempt : attempts.subList(0, 3)) {
            var jwe = JWEObject.parse(
                    attempt.request().header("Authorization").orElseThrow().substring(7));
            jwe.decrypt(new RSADecrypter(TestKeys.RSA));
            var inner = jwe.getPayload().toString();
            var claims = inner.startsWith("{")
                    ? inner
                    : Base64URL.from(inner.split("\\.", -1)[1]).decodeToString();
            assertThat(claims).contains("\"sub\":\"alice\"");
            assertThat(target.isGranted(inner)).isFalse();
        }
    }

    @Test
    void a_key_for_encryption_is_preferred() {
        var encryption = new RSAKey.Builder(TestKeys.OTHER_RSA)
                .keyUse(KeyUse.ENCRYPTION)
                .build()
                .toPublicJWK();
        var target = FakeJwtTarget.rs256()
                .publicKeys(new JWKSet(List.<JWK>of(TestKeys.RSA.toPublicJWK(), encryption)).toString());

        assertThat(target.run(new JwePlain()).labels()).hasSize(4);
    }

    @Test
    void of_several_keys_the_attempts_say_which() {
        var target = FakeJwtTarget.rs256()
                .publicKeys(new JWKSet(List.<JWK>of(TestKeys.RSA.toPublicJWK(), TestKeys.OTHER_RSA.toPublicJWK()))
                        .toString());

        assertThat(target.run(new JwePlain()).labels()).hasSize(7).anyMatch(label -> label.endsWith("rsa-2"));
    }

    @Test
    void an_issuer_whose_keys_only_sign_is_no_trouble() throws Exception {
        var okp = JWK.parse(SigningKey.generateLike("EdDSA").publicJwk());

        assertThat(FakeJwtTarget.rs256()
                        .publicKeys(new JWKSet(okp).toString())
                        .run(new JwePlain())
                        .labels())
                .hasSize(1);
    }

    @Test
    void where_hmac_is_declared_there_is_no_public_key() {
        assertThat(new JwePlain().appliesTo(FakeJwtTarget.rs256().symmetric().site()))
                .isInstanceOf(Applicability.Irrelevant.class);
    }

    private static boolean isCanonical(String token) {
        var signature = token.substring(token.lastIndexOf('.') + 1);
        return Base64URL.encode(Base64URL.from(signature).decode()).toString().equals(signature);
    }
}

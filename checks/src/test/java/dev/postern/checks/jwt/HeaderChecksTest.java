package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.DenialCheck;
import dev.postern.checks.craft.Forging;
import dev.postern.checks.craft.ValidToken;
import dev.postern.forge.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of header parameters that lead elsewhere, are unknown, or are there twice. */
class HeaderChecksTest {

    static Stream<DenialCheck> captured() {
        return Stream.of(new JkuInline(), new X5uInline(), new KidUnknown());
    }

    static Stream<DenialCheck> twins() {
        return Stream.of(new CritUnknown(), new TypConfusion(), new DuplicateMember());
    }

    @ParameterizedTest
    @MethodSource("captured")
    void sound_servers_of_every_key_type_refuse_everything(DenialCheck check) {
        var targets = List.of(
                FakeJwtTarget.rs256(),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256"),
                FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
            assertThat(tried.twins()).hasSize(1);
        });
    }

    @ParameterizedTest
    @MethodSource("captured")
    void without_a_signing_key_each_attempt_says_that_nothing_new_was_granted(DenialCheck check) {
        var tried = FakeJwtTarget.rs256().withoutSigningKey().run(check);

        assertThat(tried.twins()).isEmpty();
        assertThat(tried.labels()).isNotEmpty().allMatch(label -> label.endsWith(Forging.NO_TWIN));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void sound_servers_refuse_them_and_grant_the_twin(DenialCheck check) {
        var targets = List.of(
                FakeJwtTarget.rs256(),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256").withSkew(0));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
            assertThat(tried.deniedTwins()).isEmpty();
        });
    }

    @Test
    void a_server_that_follows_the_jku_is_found() throws Exception {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.header().get("jku") instanceof String url
                ? verified(JWKSet.parse(inside(url)).getKeys().get(0), token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new JkuInline()).granted()).hasSize(3);
    }

    @Test
    void a_server_that_looks_the_kid_up_in_the_set_of_the_jku_is_found() throws Exception {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> {
            if (!(token.header().get("jku") instanceof String url)) {
                return target.nimbusTrusts(token);
            }
            var key = JWKSet.parse(inside(url))
                    .getKeyByKeyId(String.valueOf(token.header().get("kid")));
            return key != null && verified(key, token);
        });

        assertThat(target.run(new JkuInline()).granted())
                .containsExactly(
                        "signed by a key of the set that its jku holds, kid kept",
                        "signed by a key of the set that its jku holds, kid of that key");
    }

    @Test
    void a_server_that_follows_the_x5u_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> {
            if (!(token.header().get("x5u") instanceof String url)) {
                return target.nimbusTrusts(token);
            }
            var certificate = X509CertUtils.parse(inside(url));
            return verified(new RSAKey.Builder((RSAPublicKey) certificate.getPublicKey()).build(), token);
        });

        assertThat(target.run(new X5uInline()).granted()).hasSize(2);
    }

    @Test
    void a_look_up_that_finds_nothing_and_lets_through_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> !(token.header().get("kid") instanceof String) || target.nimbusTrusts(token));

        assertThat(target.run(new KidUnknown()).granted())
                .containsExactly(
                        "signed by a key of our own, kid null",
                        "signed by a key of our own, kid a number",
                        "signed by a key of our own, kid true",
                        "signed by a key of our own, kid an empty list",
                        "signed by a key of our own, kid an empty object");
    }

    @Test
    void a_server_that_ignores_crit_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> verified(TestKeys.RSA, token));

        assertThat(target.run(new CritUnknown()).granted())
                .containsExactly("crit names an extension that is there", "crit names an extension that is not there");
    }

    @Test
    void untyped_tokens_are_tried_only_where_the_profile_is_declared() {
        assertThat(FakeJwtTarget.rs256().run(new TypConfusion()).labels())
                .containsExactly("typ secevent+jwt", "typ logout+jwt", "typ dpop+jwt");

        var typed = atJwt();
        assertThat(typed.run(new TypConfusion()).labels()).hasSize(5);
        assertThat(typed.run(new TypConfusion()).granted())
                .containsExactly("typ JWT, where at+jwt is declared", "typ missing, where at+jwt is declared");
    }

    @Test
    void a_declared_profile_that_the_valid_token_does_not_follow_ends_the_case() {
        assertThatThrownBy(() -> FakeJwtTarget.rs256().atJwt().run(new TypConfusion()))
                .isInstanceOf(CannotTryException.class)
                .hasMessageContaining("the valid token has typ \"JWT\"");
    }

    @Test
    void the_last_value_is_the_wrong_one() throws Exception {
        var attempts = new DuplicateMember().attempts(FakeJwtTarget.rs256()).toList();

        // Jackson takes the last, as RFC 7519 4 has it
        assertThat(json(attempts.get(0), 1).path("exp").asLong())
                .isLessThan(Instant.now().getEpochSecond());
        assertThat(json(attempts.get(1), 1).path("aud").asText()).isEqualTo(WrongAudience.OTHER);
        assertThat(json(attempts.get(2), 1).path("iss").asText()).isEqualTo(WrongIssuer.EVIL);
        assertThat(json(attempts.get(3), 0).path("alg").asText()).isEqualTo("none");
        assertThat(part(attempts.get(3), 0)).contains("\"alg\":\"RS256\"");
    }

    /** Where one wrong value is granted, two values show nothing more. */
    @Test
    void a_server_that_verifies_no_claim_at_all_reads_no_member_twice() {
        assertThat(FakeJwtTarget.rs256()
                        .claimsRule(claims -> true)
                        .run(new DuplicateMember())
                        .granted())
                .isEmpty();
    }

    private static JsonNode json(Attempt attempt, int part) throws JsonProcessingException {
        return new JsonMapper().readTree(part(attempt, part));
    }

    private static String part(Attempt attempt, int part) {
        var token = attempt.request().header("Authorization").orElseThrow().substring("Bearer ".length());
        return Base64URL.from(token.split("\\.", -1)[part]).decodeToString();
    }

    /** A target that declares at+jwt and grants JWT as well, as Nimbus was told to. */
    private static FakeJwtTarget atJwt() {
        var target = FakeJwtTarget.rs256().atJwt();
        target.credential(ValidToken.of(target)
                .draft()
                .header("typ", "at+jwt")
                .sign(SigningKey.parse(TestKeys.RSA.toJSONString()))
                .text());
        return target;
    }

    private static String inside(String dataUrl) {
        return new String(
                Base64.getDecoder().decode(dataUrl.substring(dataUrl.indexOf(',') + 1)), StandardCharsets.UTF_8);
    }

    private static boolean verified(JWK key, Parts token) throws Exception {
        var algorithm = JWSAlgorithm.parse(token.alg().isEmpty() ? "RS256" : token.alg());
        var signature = Signature.getInstance("SHA256withRSA");
        if (!algorithm.equals(JWSAlgorithm.RS256)) {
            return false;
        }
        signature.initVerify(key.toRSAKey().toRSAPublicKey());
        signature.update(token.signingInput());
        return signature.verify(token.signature());
    }
}

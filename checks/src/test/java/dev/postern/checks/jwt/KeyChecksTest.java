package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.postern.api.check.DenialCheck;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of keys that the token chooses or brings along. */
class KeyChecksTest {

    static Stream<DenialCheck> checks() {
        return Stream.of(
                new EmbeddedJwk(),
                new EmbeddedX5c(),
                new PsychicSignature(),
                new BlankSecret(),
                new KidTraversal(),
                new KidInjection());
    }

    @ParameterizedTest
    @MethodSource("checks")
    void sound_servers_of_every_key_type_refuse_everything(DenialCheck check) {
        var targets = List.of(
                FakeJwtTarget.rs256().withoutSigningKey(),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256"),
                FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256"));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
        });
    }

    @Test
    void a_verifier_that_prefers_the_jwk_of_the_header_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.header().get("jwk") instanceof Map<?, ?> jwk
                ? verified(JWK.parse(JSONObjectUtils.toJSONString(strings(jwk))), token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new EmbeddedJwk()).granted())
                .contains(
                        "signed with RS256 by the key in its jwk, kid kept",
                        "signed with RS256 by the key in its jwk, without kid",
                        "signed with HS256 by the secret in its jwk");
    }

    @Test
    void a_verifier_that_takes_the_first_certificate_of_the_chain_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.header().get("x5c") instanceof List<?> chain
                ? verified(key(chain), token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new EmbeddedX5c()).granted()).hasSize(4);
    }

    @Test
    void a_verifier_without_a_check_of_the_range_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.EC, "ES256");
        target.signatureRule(token -> isZero(token.signature()) || target.nimbusTrusts(token));

        assertThat(target.run(new PsychicSignature()).granted())
                .containsExactly("ES256, r = s = 0", "ES384, r = s = 0", "ES512, r = s = 0");
    }

    @Test
    void a_verifier_that_reduces_the_numbers_by_the_order_is_found() throws Exception {
        var order = TestKeys.EC.toECPublicKey().getParams().getOrder();
        var target = FakeJwtTarget.signedBy(TestKeys.EC, "ES256");
        target.signatureRule(token -> (token.alg().equals("ES256")
                        && token.signature().length == 64
                        && new BigInteger(1, Arrays.copyOf(token.signature(), 32))
                                        .mod(order)
                                        .signum()
                                == 0)
                || target.nimbusTrusts(token));

        assertThat(target.run(new PsychicSignature()).granted())
                .contains("ES256, r = s = the order of the curve", "ES256, r = the order of the curve, s = 1");
    }

    @Test
    void a_look_up_that_misses_and_yields_an_empty_secret_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().equals("HS256")
                ? TestKeys.RSA.getKeyID().equals(token.header().get("kid")) ? false : hmac("", token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new BlankSecret()).granted())
                .containsExactly("HS256, empty secret, without kid", "HS256, empty secret, unknown kid");
    }

    @Test
    void a_setting_that_was_never_made_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        target.signatureRule(token -> hmac("undefined", token) || target.nimbusTrusts(token));

        assertThat(target.run(new BlankSecret()).granted())
                .containsExactly("HS256, secret \"undefined\"", "HS256, secret \"undefined\", unknown kid");
    }

    /** As {@code `${secrets[kid]}`} is in JavaScript. */
    @Test
    void a_look_up_that_misses_and_yields_a_text_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        target.signatureRule(
                token -> TestKeys.SECRET.getKeyID().equals(token.header().get("kid"))
                        ? target.nimbusTrusts(token)
                        : hmac("undefined", token));

        assertThat(target.run(new BlankSecret()).granted()).containsExactly("HS256, secret \"undefined\", unknown kid");
    }

    /** As it is where {@code kid in secrets} is asked of a plain object. */
    @Test
    void a_look_up_that_finds_what_every_object_inherits_is_found() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256");
        target.signatureRule(token -> switch (String.valueOf(token.header().get("kid"))) {
            case "constructor" -> hmac("function Object() { [native code] }", token);
            case "__proto__" -> hmac("[object Object]", token);
            default -> target.nimbusTrusts(token);
        });

        assertThat(target.run(new BlankSecret()).granted())
                .containsExactly(
                        "HS256, kid __proto__, secret \"[object Object]\"",
                        "HS256, kid constructor, secret \"function Object() { [native code] }\"");
    }

    @Test
    void a_folder_of_keys_that_can_be_left_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().equals("HS256")
                ? ("/srv/app/keys/" + token.header().get("kid")).endsWith("../../../dev/null") && hmac("", token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new KidTraversal()).granted()).contains("kid ../../../dev/null, signed with no content");
    }

    /** Libraries refuse secrets of fewer than 256 bits (RFC 7518 3.2). */
    @Test
    void a_folder_of_keys_that_must_be_long_is_found() {
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().equals("HS256")
                ? ("/srv/app/keys/" + token.header().get("kid")).endsWith("../usr/share/zoneinfo/UTC")
                        && hmac(utc(), token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new KidTraversal()).granted()).hasSize(1);
    }

    /** RFC 9636 3, versions 1 and 2 of the data, and the rule behind them. */
    private static String utc() {
        var header = "TZif2" + "\0".repeat(34) + "\1" + "\0\0\0\4";
        return header + "\0".repeat(6) + "UTC\0" + header + "\0".repeat(6) + "UTC\0" + "\nUTC0\n";
    }

    @Test
    void a_query_made_by_concatenation_is_found() {
        var secret = "postern-postern-postern-postern-";
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> token.alg().equals("HS256")
                ? ("x' UNION SELECT '" + secret).equals(token.header().get("kid")) && hmac(secret, token)
                : target.nimbusTrusts(token));

        assertThat(target.run(new KidInjection()).granted()).containsExactly("kid x' UNION SELECT '" + secret);
    }

    /** SELECT * FROM keys, of which the secret is the second of three columns. */
    @Test
    void a_query_whose_secret_is_not_the_last_column_is_found() {
        var secret = "postern-postern-postern-postern-";
        var rows = Pattern.compile("x' UNION SELECT '?([^',]*)'?,'?([^',]*)'?,'?([^',]*)'?-- ");
        var target = FakeJwtTarget.rs256();
        target.signatureRule(token -> {
            var row = rows.matcher(String.valueOf(token.header().get("kid")));
            return token.alg().equals("HS256")
                    ? row.matches() && hmac(row.group(2), token)
                    : target.nimbusTrusts(token);
        });

        assertThat(target.run(new KidInjection()).granted())
                .containsExactly("kid x' UNION SELECT '" + secret + "','" + secret + "','" + secret + "'-- ");
    }

    private static boolean verified(JWK jwk, Parts token) throws Exception {
        return switch (token.alg()) {
            case "HS256" ->
                MessageDigest.isEqual(mac(jwk.toOctetSequenceKey().toByteArray(), token), token.signature());
            case "RS256" -> verified(jwk.toRSAKey().toPublicKey(), token);
            default -> false;
        };
    }

    private static boolean verified(PublicKey key, Parts token) throws Exception {
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(token.signingInput());
        return verifier.verify(token.signature());
    }

    private static PublicKey key(List<?> chain) throws Exception {
        var der = Base64.getDecoder().decode((String) chain.get(0));
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        return map.entrySet().stream().collect(Collectors.toMap(e -> (String) e.getKey(), e -> (Object) e.getValue()));
    }

    private static boolean isZero(byte[] signature) {
        return signature.length >= 64 && new BigInteger(1, signature).signum() == 0;
    }

    private static boolean hmac(String secret, Parts token) throws Exception {
        // HMAC pads the empty secret with zeros (RFC 2104 2); the JCA wants at least one
        var bytes = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(mac(bytes, token), token.signature());
    }

    private static byte[] mac(byte[] secret, Parts token) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HMAC"));
        return mac.doFinal(token.signingInput());
    }
}

package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import dev.postern.api.check.Applicability.Applies;
import dev.postern.api.check.Applicability.Irrelevant;
import dev.postern.api.check.CannotTryException;
import dev.postern.forge.PublicKeyForm;
import dev.postern.forge.PublicKeyForms;
import dev.postern.forge.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlgConfusionTest {

    private static final String JWKS =
            new JWKSet(List.<JWK>of(TestKeys.OTHER_RSA.toPublicJWK(), TestKeys.RSA.toPublicJWK())).toString();

    private final AlgConfusion check = new AlgConfusion();

    @Test
    void sound_servers_refuse_the_public_key_as_a_secret() {
        var targets = List.of(
                FakeJwtTarget.rs256().publicKeys(JWKS),
                FakeJwtTarget.rs256(),
                FakeJwtTarget.signedBy(TestKeys.EC, "ES256")
                        .publicKeys(TestKeys.EC.toPublicJWK().toJSONString()));

        assertThat(targets).allSatisfy(target -> {
            var tried = target.run(check);
            assertThat(tried.labels()).hasSizeBetween(20, AlgConfusion.MOST).doesNotHaveDuplicates();
            assertThat(tried.granted()).isEmpty();
        });
    }

    @Test
    void a_server_that_keeps_its_key_as_a_pem_file_and_lets_the_token_choose_is_found() {
        assertThat(confused("SPKI PEM", "HS256").run(check).granted())
                .containsExactly("signed with HS256 and the public key as secret (SPKI PEM)");
    }

    @Test
    void a_server_that_takes_the_encoded_key_for_a_secret_is_found() {
        assertThat(confused("SPKI DER", "HS256").run(check).granted())
                .containsExactly("signed with HS256 and the public key as secret (SPKI DER)");
    }

    @Test
    void a_server_whose_guard_expects_the_armour_first_is_found_by_the_white_space_before_it() {
        assertThat(confused("LF before SPKI PEM", "HS256").run(check).granted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zero-width space before SPKI PEM",
                "SPKI PEM in quotes",
                "byte order mark before SPKI PEM",
                "PKCS#1 PEM with CRLF",
                "SPKI armour and base64 on one line"
            })
    void a_key_that_stands_behind_something_else_is_tried(String form) {
        assertThat(confused(form, "HS256").run(check).granted())
                .containsExactly("signed with HS256 and the public key as secret (" + form + ")");
    }

    @Test
    void every_form_of_a_key_with_a_certificate_is_tried() throws Exception {
        var certificate = SigningKey.parse(TestKeys.RSA.toJSONString())
                .selfSignedCertificate("issuer", Instant.now())
                .getEncoded();
        var key = new RSAKey.Builder(TestKeys.RSA.toPublicJWK())
                .x509CertChain(List.of(Base64.encode(certificate)))
                .build();
        var served = new JWKSet(key).toString();
        var tried = FakeJwtTarget.rs256().publicKeys(served).run(check);

        assertThat(tried.labels().stream().filter(label -> label.contains("HS256")))
                .hasSameSizeAs(PublicKeyForms.of(key, served));
    }

    @Test
    void a_server_that_lets_the_longer_hashes_through_is_found() {
        assertThat(confused("SPKI PEM", "HS512").run(check).granted())
                .containsExactly("signed with HS512 and the public key as secret (SPKI PEM)");
    }

    @Test
    void of_a_set_the_key_that_the_valid_token_names_is_tried() {
        var target = confused("JWK as served", "HS256");

        assertThat(target.run(check).granted())
                .containsExactly("signed with HS256 and the public key as secret (JWK as served)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JWK with a blank after each colon and comma",
                "JWK indented by two blanks",
                "JWK with sorted members",
                "JWK canonical with a blank after each colon and comma",
                "JWK set with a blank after each colon and comma"
            })
    void json_that_a_program_wrote_anew_is_tried(String form) {
        assertThat(confused(form, "HS256").run(check).granted())
                .contains("signed with HS256 and the public key as secret (" + form + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPKI PEM", "PKCS#1 PEM", "LF before SPKI PEM", "JWK as served", "modulus"})
    void a_published_key_that_the_valid_token_does_not_name_is_tried_under_its_own_kid(String form) {
        var secret = form(TestKeys.OTHER_RSA, form);
        var target = FakeJwtTarget.rs256().publicKeys(JWKS);
        target.signatureRule(token ->
                TestKeys.OTHER_RSA.getKeyID().equals(token.header().get("kid"))
                        ? token.alg().equals("HS256")
                                && MessageDigest.isEqual(mac("HS256", secret, token.signingInput()), token.signature())
                        : target.nimbusTrusts(token));

        assertThat(target.run(check).granted())
                .containsExactly("header kid rsa-2, signed with HS256 and the public key as secret (" + form + ")");
    }

    @Test
    void of_many_keys_the_likeliest_forms_of_each_are_tried() {
        var keys = IntStream.range(0, 8)
                .<JWK>mapToObj(i -> new RSAKey.Builder(TestKeys.RSA.toPublicJWK())
                        .keyID("key-" + i)
                        .build())
                .toList();

        var labels = FakeJwtTarget.rs256()
                .publicKeys(new JWKSet(keys).toString())
                .run(check)
                .labels();

        assertThat(labels).hasSize(AlgConfusion.MOST).doesNotHaveDuplicates();
        assertThat(keys)
                .allSatisfy(key -> assertThat(labels)
                        .filteredOn(label -> label.contains(key.getKeyID()))
                        .hasSizeGreaterThan(9)
                        .anyMatch(label -> label.endsWith("(PKCS#1 PEM)"))
                        .anyMatch(label -> label.endsWith("(LF before SPKI PEM)"))
                        .anyMatch(label -> label.endsWith("(SPKI DER)"))
                        .anyMatch(label -> label.endsWith("(JWK as served)")));
    }

    @Test
    void a_given_pem_is_tried_as_it_was_given() {
        var pem = new String(form("SPKI PEM"), StandardCharsets.US_ASCII);

        assertThat(confused("SPKI PEM", "HS256").publicKeys(pem).run(check).granted())
                .isNotEmpty();
    }

    @Test
    void the_public_half_of_the_signing_key_will_do() {
        assertThat(confused("SPKI PEM", "HS256").run(check).granted()).hasSize(1);
    }

    @Test
    void without_any_public_key_the_case_ends_with_a_sentence() {
        var target = FakeJwtTarget.signedBy(TestKeys.SECRET, "HS256").publicKeys("<html>not found</html>");

        assertThatExceptionOfType(CannotTryException.class)
                .isThrownBy(() -> target.run(check))
                .withMessageContaining("no public key of scheme \"tokens\"");
    }

    @Test
    void where_hmac_is_declared_there_is_nothing_to_confuse() {
        assertThat(check.appliesTo(FakeJwtTarget.rs256().site())).isInstanceOf(Applies.class);
        assertThat(check.appliesTo(FakeJwtTarget.rs256().symmetric().site())).isInstanceOf(Irrelevant.class);
    }

    /** One key for all algorithms, as CVE-2016-10555 has it. */
    private static FakeJwtTarget confused(String form, String alg) {
        var target = FakeJwtTarget.rs256().publicKeys(JWKS);
        var secret = form(form);
        return target.signatureRule(token -> token.alg().equals(alg)
                ? MessageDigest.isEqual(mac(alg, secret, token.signingInput()), token.signature())
                : target.nimbusTrusts(token));
    }

    private static byte[] form(String name) {
        return form(TestKeys.RSA, name);
    }

    private static byte[] form(RSAKey key, String name) {
        return PublicKeyForms.of(key.toPublicJWK(), JWKS).stream()
                .filter(form -> form.name().equals(name))
                .map(PublicKeyForm::bytes)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] mac(String alg, byte[] secret, byte[] input) throws Exception {
        var mac = Mac.getInstance("HmacSHA" + alg.substring(2));
        mac.init(new SecretKeySpec(secret, "HMAC"));
        return mac.doFinal(input);
    }
}

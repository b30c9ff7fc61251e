package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyFormsTest {
    private static final SigningKey RSA = SigningKey.generateLike("RS256");
    private static final RSAPublicKey RSA_PUBLIC =
            (RSAPublicKey) RSA.publicKey().orElseThrow();

    @Test
    void pem_forms_parse_back_to_the_key() {
        List<PublicKeyForm> forms = PublicKeyForms.of(RSA_PUBLIC);

        assertThat(forms.stream().filter(form -> form.name().contains("PEM")))
                .hasSize(17)
                .allSatisfy(form ->
                        assertThat(PublicJwk.toJca(firstJwk(text(form)))).isEqualTo(RSA_PUBLIC));
    }

    @Test
    void der_forms_are_the_encodings_of_the_key() {
        List<PublicKeyForm> forms = PublicKeyForms.of(RSA_PUBLIC);
        byte[] spki = RSA_PUBLIC.getEncoded();
        byte[] pkcs1 = bytes(forms, "PKCS#1 DER");

        assertThat(bytes(forms, "SPKI DER")).isEqualTo(spki);
        assertThat(pkcs1).isEqualTo(Arrays.copyOfRange(spki, spki.length - pkcs1.length, spki.length));
        assertThat(java.util.Base64.getDecoder().decode(text(forms, "SPKI base64 on one line")))
                .isEqualTo(spki);
    }

    @Test
    void line_ends_differ_where_the_names_say_so() {
        List<PublicKeyForm> forms = PublicKeyForms.of(RSA_PUBLIC);
        String pem = text(forms, "SPKI PEM");

        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\nMII").endsWith("-----END PUBLIC KEY-----\n");
        assertThat(text(forms, "SPKI PEM without final LF") + "\n").isEqualTo(pem);
        assertThat(text(forms, "SPKI PEM with CRLF")).isEqualTo(pem.replace("\n", "\r\n"));
        assertThat(text(forms, "LF before SPKI PEM")).isEqualTo("\n" + pem);
        assertThat(text(forms, "space before SPKI PEM")).isEqualTo(" " + pem);
        assertThat(text(forms, "PKCS#1 PEM"))
                .startsWith("-----BEGIN RSA PUBLIC KEY-----\nMII")
                .endsWith("-----END RSA PUBLIC KEY-----\n");
        assertThat(text(forms, "SPKI armour and base64 on one line")).isEqualTo(pem.replace("\n", ""));
        assertThat(pem.lines().mapToInt(String::length).max()).hasValue(64);
    }

    @Test
    void what_hides_the_armour_from_an_anchored_pattern_stands_before_it() {
        List<PublicKeyForm> forms = PublicKeyForms.of(RSA_PUBLIC);
        String pem = text(forms, "SPKI PEM");

        assertThat(text(forms, "byte order mark before SPKI PEM")).isEqualTo("\uFEFF" + pem);
        assertThat(text(forms, "zero-width space before SPKI PEM"))
                .isEqualTo("\u200B" + pem)
                .matches(text -> !text.strip().startsWith("-----BEGIN"));
        assertThat(text(forms, "SPKI PEM in quotes")).isEqualTo("\"" + pem.strip() + "\"");
        assertThat(text(forms, "SPKI PEM with \\n as two characters, in quotes"))
                .isEqualTo("\"" + pem.replace("\n", "\\n") + "\"");
    }

    @Test
    void the_modulus_is_the_number() {
        List<PublicKeyForm> forms = PublicKeyForms.of(RSA_PUBLIC);

        assertThat(bytes(forms, "modulus")).hasSize(256);
        assertThat(bytes(forms, "modulus with sign byte")).hasSize(257).startsWith(0);
        assertThat(new Base64URL(text(forms, "modulus in base64url")).decodeToBigInteger())
                .isEqualTo(RSA_PUBLIC.getModulus());
    }

    @Test
    void the_canonical_jwk_hashes_to_the_thumbprint() throws Exception {
        JWK jwk = new RSAKey.Builder(RSA_PUBLIC).keyID("k").build();

        byte[] canonical = bytes(PublicKeyForms.of(jwk), "JWK canonical");

        assertThat(Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(canonical)))
                .isEqualTo(jwk.computeThumbprint());
        assertThat(text(PublicKeyForms.of(jwk), "JWK")).contains("\"kid\":\"k\"");
    }

    @Test
    void served_texts_are_kept_byte_for_byte() throws Exception {
        String served = "{ \"use\":\"sig\",\n  \"n\": \"" + Base64URL.encode(RSA_PUBLIC.getModulus())
                + "\", \"e\":\"AQAB\", \"kty\":\"RSA\", \"kid\":\"k\" }";
        String set = "{ \"keys\" : [ {\"kty\":\"oct\",\"k\":\"AAAA\"}, {\"kty\":\"new\"}, " + served + " ] }\n";

        List<PublicKeyForm> forms = PublicKeyForms.of(JWK.parse(served), set);

        assertThat(text(forms, "JWK as served")).isEqualTo(served);
        assertThat(text(forms, "JWK set as served")).isEqualTo(set);
        assertThat(text(PublicKeyForms.parse(set), "JWK as served")).isEqualTo(served);
        assertThat(text(PublicKeyForms.parse(set), "as given")).isEqualTo(set);
    }

    @Test
    void served_texts_are_tried_as_programs_write_them_anew() throws Exception {
        String n = Base64URL.encode(RSA_PUBLIC.getModulus()).toString();
        String served =
                "{\"use\":\"sig\",\n  \"n\":\"" + n + "\",\"e\":\"AQAB\",\"kty\":\"RSA\",\"key_ops\":[\"verify\"]}";
        String set = "{ \"keys\" : [" + served + "] }";

        List<PublicKeyForm> forms = PublicKeyForms.of(JWK.parse(served), set);

        assertThat(text(forms, "JWK with a blank after each colon and comma"))
                .isEqualTo("{\"use\": \"sig\", \"n\": \"" + n
                        + "\", \"e\": \"AQAB\", \"kty\": \"RSA\", \"key_ops\": [\"verify\"]}");
        assertThat(text(forms, "JWK without blanks")).isEqualTo(served.replaceAll("\\s", ""));
        assertThat(text(forms, "JWK with sorted members"))
                .isEqualTo("{\"e\":\"AQAB\",\"key_ops\":[\"verify\"],\"kty\":\"RSA\",\"n\":\"" + n
                        + "\",\"use\":\"sig\"}");
        assertThat(text(forms, "JWK canonical with a blank after each colon and comma"))
                .isEqualTo("{\"e\": \"AQAB\", \"kty\": \"RSA\", \"n\": \"" + n + "\"}");
        assertThat(text(forms, "JWK set indented by two blanks"))
                .startsWith("{\n  \"keys\": [\n    {\n      \"use\": \"sig\",\n")
                .endsWith("\n      ]\n    }\n  ]\n}");
    }

    @Test
    void of_several_keys_each_form_says_whose_it_is() {
        String one = Json.write(RSA.withKid("r1").publicJwk());
        String other = Json.write(SigningKey.generateLike("ES256").publicJwk());

        List<PublicKeyForm> forms = PublicKeyForms.parse("{\"keys\":[" + one + "," + other + "]}");

        assertThat(text(forms, "JWK as served of key r1")).isEqualTo(one);
        assertThat(text(forms, "JWK as served of key number 2")).isEqualTo(other);
        assertThat(forms).extracting(PublicKeyForm::name).contains("as given").doesNotHaveDuplicates();
    }

    @Test
    void a_certificate_adds_its_own_forms() throws Exception {
        byte[] der = RSA.selfSignedCertificate("issuer", Instant.now()).getEncoded();
        JWK jwk = new RSAKey.Builder(RSA_PUBLIC)
                .x509CertChain(List.of(Base64.encode(der)))
                .build();

        List<PublicKeyForm> forms = PublicKeyForms.of(jwk);

        assertThat(bytes(forms, "certificate DER")).isEqualTo(der);
        assertThat(text(forms, "certificate in base64"))
                .isEqualTo(Base64.encode(der).toString());
        assertThat(bytes(PublicKeyForms.parse(text(forms, "certificate PEM")), "SPKI DER"))
                .isEqualTo(RSA_PUBLIC.getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "ES384", "ES512", "EdDSA"})
    void every_key_has_forms_each_once_and_explained(String alg) throws Exception {
        PublicKey key = SigningKey.generateLike(alg).publicKey().orElseThrow();

        List<PublicKeyForm> forms = PublicKeyForms.of(key);

        assertThat(forms).hasSizeGreaterThan(15);
        assertThat(forms).extracting(PublicKeyForm::name).doesNotHaveDuplicates();
        assertThat(forms).extracting(form -> Base64URL.encode(form.bytes())).doesNotHaveDuplicates();
        assertThat(forms).allSatisfy(form -> assertThat(form.comment()).isNotBlank());
        assertThat(forms).extracting(PublicKeyForm::name).doesNotContain("as given");
        for (PublicKeyForm form : forms) {
            Token token = Draft.ofClaims(Map.of("sub", "alice")).hmac("HS256", form);
            assertThat(SignedJWT.parse(token.text()).verify(new MACVerifier(form.bytes())))
                    .isTrue();
            assertThat(token.description())
                    .isEqualTo("signed with HS256 and the public key as secret (" + form.name() + ")");
        }
    }

    @Test
    void the_openssh_line_is_that_of_ssh_keygen() {
        // RFC 8037 A.2's key; the line as ssh-keygen prints it for these 32 bytes
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

        assertThat(text(PublicKeyForms.parse(jwk), "OpenSSH"))
                .isEqualTo("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
    }

    @Test
    void a_text_without_a_public_key_is_refused() {
        for (String text : List.of("", "secret", "{}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")) {
            assertThatThrownBy(() -> PublicKeyForms.parse(text))
                    .isInstanceOf(UnusableKeyException.class)
                    .hasMessageStartingWith("The text holds no public RSA, EC or Ed25519 key");
        }
        assertThatThrownBy(() -> PublicKeyForms.parse("{\"keys\":5}")).hasMessageEndingWith("\"keys\" are no array.");
    }

    @Test
    void bytes_handed_out_are_copies() {
        PublicKeyForm form = PublicKeyForms.of(RSA_PUBLIC).get(0);
        form.bytes()[0] = 0;

        assertThat(form.bytes()[0]).isEqualTo((byte) '-');
        assertThat(form).isEqualTo(PublicKeyForms.of(RSA_PUBLIC).get(0)).hasToString("SPKI PEM");
        assertThat(form).hasSameHashCodeAs(PublicKeyForms.of(RSA_PUBLIC).get(0));
    }

    private static JWK firstJwk(String pem) {
        return PublicKeyForms.parse(pem).stream()
                .filter(form -> form.name().equals("JWK"))
                .map(form -> {
                    try {
                        return JWK.parse(text(form));
                    } catch (java.text.ParseException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(List<PublicKeyForm> forms, String name) {
        return forms.stream()
                .filter(form -> form.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no form " + name + " in " + forms))
                .bytes();
    }

    private static String text(List<PublicKeyForm> forms, String name) {
        return new String(bytes(forms, name), StandardCharsets.UTF_8);
    }

    private static String text(PublicKeyForm form) {
        return new String(form.bytes(), StandardCharsets.UTF_8);
    }
}

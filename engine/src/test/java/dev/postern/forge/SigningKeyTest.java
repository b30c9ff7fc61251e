package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    // RFC 8037 A.1
    private static final String OKP = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
            + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    @Test
    void a_jwk_gives_algorithm_and_key_id() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048)
                .keyID("r1")
                .algorithm(com.nimbusds.jose.JWSAlgorithm.PS384)
                .generate();
        SigningKey key = SigningKey.parse(rsa.toJSONString());

        assertThat(key.alg()).isEqualTo("PS384");
        assertThat(key.kid()).contains("r1");
        assertThat(key.publicKey()).contains(rsa.toPublicKey());
        assertThat(key.publicJwk())
                .containsEntry("kid", "r1")
                .containsEntry("alg", "PS384")
                .doesNotContainKey("d");
        assertThat(key).hasToString("SigningKey[PS384, kid r1]");
    }

    @ParameterizedTest
    @CsvSource({"P-256,ES256", "P-384,ES384", "P-521,ES512"})
    void the_curve_gives_the_algorithm(String curve, String alg) throws Exception {
        ECKey ec = new ECKeyGenerator(Curve.parse(curve)).generate();

        assertThat(SigningKey.parse(ec.toJSONString()).alg()).isEqualTo(alg);
    }

    @Test
    void ed25519_is_read_and_signs_as_the_rfc_says() {
        SigningKey key = SigningKey.parse(OKP);
        // RFC 8037 A.4
        Token token = Draft.from("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.AA")
                .sign(key);

        assertThat(token.text())
                .endsWith(".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assertThat(key.alg()).isEqualTo("EdDSA");
        assertThat(key.publicJwk()).containsEntry("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    @Test
    void a_set_with_one_private_key_is_that_key() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("only").generate();
        String other = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();

        String set = "{\"keys\":[" + other + ", " + rsa.toJSONString() + "]}";

        assertThat(SigningKey.parse(set).kid()).contains("only");
        assertThatThrownBy(() -> SigningKey.parse("{\"keys\":[" + other + "," + other + "]}"))
                .hasMessage("The JWK set has 0 private or symmetric keys; give the one to sign with, alone.");
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,ES256", "secp384r1,ES384", "secp521r1,ES512"})
    void pem_of_ec_keys_in_pkcs8_and_sec1(String curve, String alg) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();

        SigningKey key = SigningKey.parse(Pem.write("PRIVATE KEY", pkcs8, "\n"));

        assertThat(key.alg()).isEqualTo(alg);
        assertThat(((ECPublicKey) key.publicKey().orElseThrow()).getW())
                .isEqualTo(((ECPublicKey) pair.getPublic()).getW());

        Der info = Der.parse(pkcs8).get(0);
        byte[] curveName = info.children().get(1).children().get(1).encoded();
        Der inner = Der.parse(content(info.children().get(2))).get(0);
        byte[] sec1 = Der.sequence(
                inner.children().get(0).encoded(), inner.children().get(1).encoded(), Der.write(0xA0, curveName));
        String withParameters =
                Pem.write("EC PARAMETERS", curveName, "\n") + "\n" + Pem.write("EC PRIVATE KEY", sec1, "\n");
        assertThat(SigningKey.parse(withParameters).publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void pem_of_rsa_keys_in_pkcs8_and_pkcs1_with_any_line_ends() throws Exception {
        KeyPair pair = rsa(2048);
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] pkcs1 = content(Der.parse(pkcs8).get(0).children().get(2));

        assertThat(SigningKey.parse(Pem.write("PRIVATE KEY", pkcs8, "\r\n")).publicKey())
                .contains(pair.getPublic());
        assertThat(SigningKey.parse(Pem.write("RSA PRIVATE KEY", pkcs1, "\n")).publicKey())
                .contains(pair.getPublic());
        assertThat(SigningKey.parse(Pem.write("RSA PRIVATE KEY", pkcs1, "\n").replace("\n", "\\n"))
                        .alg())
                .isEqualTo("RS256");
    }

    @Test
    void pem_of_ed25519_knows_its_public_half() throws Exception {
        for (int i = 0; i < 5; i++) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

            SigningKey key =
                    SigningKey.parse(Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded(), "\n"));

            assertThat(key.publicKey().orElseThrow().getEncoded())
                    .isEqualTo(pair.getPublic().getEncoded());
        }
    }

    @Test
    void short_rsa_keys_sign_too() throws Exception {
        SigningKey weak =
                SigningKey.parse(Pem.write("PRIVATE KEY", rsa(1024).getPrivate().getEncoded(), "\n"));

        assertThat(Draft.ofClaims(Map.of()).sign(weak).signatureLength()).isEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS512"})
    void a_key_like_another_has_its_type_and_size_but_is_another(String alg) {
        SigningKey model = SigningKey.generateLike(alg).withKid("model");

        SigningKey like = SigningKey.generateLike(model);

        assertThat(like.alg()).isEqualTo(alg);
        assertThat(like.kid()).isEmpty();
        assertThat(like.isSymmetric()).isEqualTo(alg.startsWith("HS"));
        Draft draft = Draft.ofClaims(Map.of("sub", "alice"));
        assertThat(draft.sign(like).signatureLength())
                .isEqualTo(draft.sign(model).signatureLength());
        assertThat(draft.sign(like).text())
                .isNotEqualTo(draft.sign(model.withoutKid()).text());
    }

    @Test
    void a_key_of_the_wrong_type_is_named() {
        SigningKey ec = SigningKey.generateLike("ES256");

        assertThatThrownBy(() -> Draft.ofClaims(Map.of()).signAs("RS256", "RS256", ec))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("RS256 needs an RSA key; this is an EC key.");
        assertThatThrownBy(() -> ec.withAlg("HS256")).hasMessage("HS256 needs a secret; this is an EC key.");
        assertThatThrownBy(() -> SigningKey.generateLike("none")).hasMessageStartingWith("\"none\" is no algorithm");
        assertThatThrownBy(() -> SigningKey.secret(new byte[8]).publicJwk())
                .hasMessage("There is no public key: SigningKey[HS256] is a secret.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            issuer.jwk                                        | The key is neither JSON
            {"kty":"RSA"}                                     | The JSON is no JWK that can be read
            {"kty":"RSA"                                      | The key begins like a JWK and is no well-formed JSON object
            {"kty":"EC","crv":"P-256","x":"AA","y":"AA"}      | The JSON is no JWK that can be read
            -----BEGIN PRIVATE KEY-----                       | The PEM text has a BEGIN line without an END line
            -----BEGIN PRIVATE KEY-----MIIB-----END PRIVATE KEY----- | The PEM text holds a private key that is none of RSA
            -----BEGIN ENCRYPTED PRIVATE KEY-----MIIB-----END ENCRYPTED PRIVATE KEY----- | The key is encrypted with a password.
            -----BEGIN PUBLIC KEY-----MIIB-----END PUBLIC KEY----- | The PEM text holds no private key, only PUBLIC KEY
            -----BEGIN EC PRIVATE KEY-----MIIB-----END EC PRIVATE KEY----- | The key is cut off
            """)
    void what_is_no_signing_key_is_explained(String text, String reason) {
        assertThatThrownBy(() -> SigningKey.parse(text))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void a_public_jwk_cannot_sign() throws Exception {
        String jwk = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();

        assertThatThrownBy(() -> SigningKey.parse(jwk))
                .hasMessage("The JWK is a public key; to sign, the private one is needed.");
    }

    @Test
    void no_material_is_printed() throws Exception {
        KeyPair pair = rsa(2048);
        SigningKey key =
                SigningKey.parse(Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded(), "\n"));

        assertThat(key.toString())
                .doesNotContain(((RSAPrivateKey) pair.getPrivate()).getModulus().toString());
        assertThat(SigningKey.secret(new byte[] {1, 2, 3}).withKid("s")).hasToString("SigningKey[HS256, kid s]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"})
    void a_self_signed_certificate_is_valid_and_of_the_same_key(String alg) throws Exception {
        SigningKey key = SigningKey.generateLike(alg);
        Instant now = Instant.parse("2030-06-01T12:00:00Z");

        X509Certificate certificate = key.selfSignedCertificate("postern", now);

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(now));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=postern");
        assertThat(certificate.getPublicKey()).isEqualTo(key.publicKey().orElseThrow());
        assertThat(Draft.ofClaims(Map.of())
                        .header("x5c", new String[] {Base64.getEncoder().encodeToString(certificate.getEncoded())})
                        .headers()
                        .path("x5c"))
                .hasSize(1);
    }

    private static byte[] content(Der octets) {
        byte[] encoded = octets.encoded();
        int header = (encoded[1] & 0x80) == 0 ? 2 : 2 + (encoded[1] & 0x7F);
        return java.util.Arrays.copyOfRange(encoded, header, encoded.length);
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPublic()).isInstanceOf(RSAPublicKey.class);
        return pair;
    }
}

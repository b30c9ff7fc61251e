package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.PlainJWT;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JweTest {
    private static final Draft TOKEN = Draft.ofClaims(Map.of("sub", "alice"));

    @Test
    void an_unsecured_token_goes_into_an_encrypted_one() throws Exception {
        var key = new RSAKeyGenerator(2048).keyID("k1").generate();

        var token = Jwe.nested(key.toPublicJWK(), TOKEN.unsigned("none"));

        var jwe = EncryptedJWT.parse(token.text());
        jwe.decrypt(new RSADecrypter(key));
        assertThat(jwe.getHeader().getContentType()).isEqualTo("JWT");
        assertThat(jwe.getHeader().getKeyID()).isEqualTo("k1");
        assertThat(PlainJWT.parse(jwe.getPayload().toString()).getJWTClaimsSet().getSubject())
                .isEqualTo("alice");
        assertThat(token.description()).isEqualTo("alg none, signature removed, encrypted to the public key");
        assertThat(token).hasToString("Token[" + token.description() + "]");
    }

    @Test
    void claims_alone_are_a_jwt_too() throws Exception {
        var key = new ECKeyGenerator(Curve.P_384).generate();

        var token = Jwe.of(key.toPublicJWK(), TOKEN);

        var jwe = EncryptedJWT.parse(token.text());
        jwe.decrypt(new ECDHDecrypter(key));
        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES);
        assertThat(jwe.getJWTClaimsSet().getSubject()).isEqualTo("alice");
    }

    @Test
    void a_compressed_token_is_far_shorter_and_comes_out_whole() throws Exception {
        var key = new RSAKeyGenerator(2048).generate();
        var inner = TOKEN.claim("padding", "a".repeat(50_000)).unsigned("none");

        var token = Jwe.compressed(key.toPublicJWK(), inner);

        var jwe = EncryptedJWT.parse(token.text());
        jwe.decrypt(new RSADecrypter(key));
        assertThat(jwe.getHeader().getCompressionAlgorithm()).isEqualTo(CompressionAlgorithm.DEF);
        assertThat(jwe.getPayload()).hasToString(inner.text());
        assertThat(token.text()).hasSizeLessThan(5_000);
        assertThat(token.description()).endsWith("compressed and encrypted to the public key");
    }

    @Test
    void a_key_that_only_signs_takes_no_encryption() throws Exception {
        var key = JWK.parse(SigningKey.generateLike("EdDSA").publicJwk());

        assertThatThrownBy(() -> Jwe.of(key, TOKEN))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("takes no encryption");
    }

    @Test
    void a_shared_key_of_thirty_two_bytes_encrypts_directly() throws Exception {
        var token = Jwe.direct(new byte[32], TOKEN.unsigned("none"));

        var jwe = EncryptedJWT.parse(token.text());
        jwe.decrypt(new DirectDecrypter(new byte[32]));
        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.DIR);
        assertThatThrownBy(() -> Jwe.direct(new byte[5], TOKEN.unsigned("none")))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageEndingWith("this one 5.");
    }

    @Test
    void a_token_by_password_is_noise_that_reads_as_one_with_a_fresh_salt_each_time() throws Exception {
        var jwe = EncryptedJWT.parse(Jwe.byPassword(1000).text());

        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.PBES2_HS512_A256KW);
        assertThat(jwe.getHeader().getPBES2Count()).isEqualTo(1000);
        assertThat(jwe.getHeader().getPBES2Salt())
                .isNotEqualTo(EncryptedJWT.parse(Jwe.byPassword(1000).text())
                        .getHeader()
                        .getPBES2Salt());
        assertThatThrownBy(() -> jwe.decrypt(new PasswordBasedDecrypter("guessed")))
                .isInstanceOf(JOSEException.class);
    }
}

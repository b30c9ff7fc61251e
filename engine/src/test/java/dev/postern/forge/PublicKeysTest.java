package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PublicKeysTest {
    private static final SigningKey RSA = SigningKey.generateLike("RS256").withKid("r1");
    private static final String JWK_TEXT = Json.write(RSA.publicJwk());

    @Test
    void a_set_gives_those_that_verify_tokens() {
        var set = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"new\"}," + JWK_TEXT + "]}";

        assertThat(PublicKeys.in(set)).extracting(JWK::getKeyID).containsExactly("r1");
        assertThat(PublicKeys.in(JWK_TEXT)).hasSize(1);
    }

    @Test
    void pem_gives_its_keys() {
        var spki = RSA.publicKey().orElseThrow().getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(spki)
                + "\n-----END PUBLIC KEY-----\n";

        assertThat(PublicKeys.in(pem))
                .singleElement()
                .satisfies(key -> assertThat(PublicKeys.toJca(key))
                        .isEqualTo(RSA.publicKey().orElseThrow()));
    }

    @Test
    void any_other_text_is_refused() {
        assertThatThrownBy(() -> PublicKeys.in("secret"))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("The text is neither a JWK set, a JWK nor PEM.");
    }
}

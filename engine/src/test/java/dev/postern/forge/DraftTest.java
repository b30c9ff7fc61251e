package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {
    // RFC 7515 A.1: note the white space and the line ends inside its JSON
    private static final String RFC_TOKEN = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String RFC_JWK =
            "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
                    + "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";

    private final Draft draft = Draft.from(RFC_TOKEN);

    @Test
    void an_untouched_token_comes_out_byte_for_byte() {
        assertThat(draft.keepSignature()).isEqualTo(new Token(RFC_TOKEN, "token as received"));
        assertThat(draft.describe()).isEqualTo("token as received");
    }

    @Test
    void the_example_of_the_rfc_is_signed_to_the_same_bytes() {
        assertThat(draft.sign(SigningKey.parse(RFC_JWK)).text()).isEqualTo(RFC_TOKEN);
    }

    @Test
    void padding_and_the_standard_alphabet_are_understood_and_kept() {
        String header = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";
        String odd = header + ".eyJhIjoiPz8_Pj4-In0=.AA==";

        assertThat(Draft.from(odd).claims().path("a").textValue()).isEqualTo("???>>>");
        assertThat(Draft.from(odd).keepSignature().text()).isEqualTo(odd);
        assertThat(Draft.from(odd.replace('_', '/').replace('-', '+')).claims())
                .isEqualTo(Draft.from(odd).claims());
    }

    @Test
    void a_step_splices_the_text_and_leaves_the_rest_as_it_was_spelled() {
        assertThat(payload(draft.claim("iss", "eve")))
                .isEqualTo("{\"iss\":\"eve\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
        assertThat(payload(draft.removeClaim("exp")))
                .isEqualTo("{\"iss\":\"joe\",\r\n \"http://example.com/is_root\":true}");
        assertThat(payload(draft.removeClaim("http://example.com/is_root")))
                .isEqualTo("{\"iss\":\"joe\",\r\n \"exp\":1300819380}");
        assertThat(payload(draft.claim("role", "admin")))
                .endsWith("\"http://example.com/is_root\":true,\"role\":\"admin\"}");
    }

    @Test
    void odd_numbers_and_escapes_next_to_a_step_survive() {
        Draft odd = draft.rawPayload(bytes("{ \"a\" : 1.50 , \"su\\u0062\" : \"x\", \"n\":[1e2,{\"z\":\"}\"}] }"));

        assertThat(payload(odd.claim("sub", "y")))
                .isEqualTo("{ \"a\" : 1.50 , \"su\\u0062\" : \"y\", \"n\":[1e2,{\"z\":\"}\"}] }");
        assertThat(payload(odd.removeClaim("a"))).isEqualTo("{ \"su\\u0062\" : \"x\", \"n\":[1e2,{\"z\":\"}\"}] }");
        assertThat(payload(
                        odd.removeClaim("n").removeClaim("a").removeClaim("sub").claim("k", 1)))
                .isEqualTo("{\"k\":1  }");
    }

    @Test
    void a_claim_set_to_what_it_is_changes_nothing() {
        assertThat(draft.claim("exp", 1300819380)
                        .header("typ", "JWT")
                        .keepSignature()
                        .text())
                .isEqualTo(RFC_TOKEN);
    }

    @Test
    void moments_become_numeric_dates() {
        Instant moment = Instant.parse("2030-01-01T00:00:00.75Z");

        assertThat(payload(Draft.ofClaims(Map.of("exp", moment)))).isEqualTo("{\"exp\":1893456000}");
        assertThat(payload(Draft.ofClaims(Map.of()).claim("exp", Date.from(moment))))
                .isEqualTo("{\"exp\":1893456000}");
        assertThat(payload(Draft.ofClaims(Map.of()).claim("exp", null))).isEqualTo("{\"exp\":null}");
    }

    @ParameterizedTest
    @CsvSource({"007", "NaN", "1e400", "-0", "9223372036854775808", "undefined"})
    void a_claim_may_be_a_text_that_json_has_not(String value) {
        Draft odd = draft.claimJson("exp", value).claim("iss", "eve");

        assertThat(payload(odd)).contains("\"exp\":" + value + ",").contains("\"iss\":\"eve\"");
    }

    @Test
    void a_member_given_twice_stands_where_it_was_and_at_the_end() {
        assertThat(payload(draft.duplicateClaim("exp", 1)))
                .startsWith("{\"iss\":\"joe\",\r\n \"exp\":1300819380,")
                .endsWith(",\"exp\":1}");
        assertThat(header(draft.duplicateHeader("alg", "none")))
                .isEqualTo("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\",\"alg\":\"none\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft.duplicateClaim("roles", "admin"))
                .withMessage("There is no claim \"roles\" to be given twice; set it first.");
    }

    @Test
    void a_member_given_twice_is_set_and_removed_as_one() {
        Draft twice = draft.rawPayload(bytes("{\"a\":1,\"exp\":1,\"b\":2,\"exp\":2}"));

        assertThat(payload(twice.claim("exp", 3))).isEqualTo("{\"a\":1,\"exp\":3,\"b\":2}");
        assertThat(payload(twice.removeClaim("exp"))).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void header_steps() {
        assertThat(header(draft.header("kid", "../../dev/null"))).endsWith(",\"kid\":\"../../dev/null\"}");
        assertThat(header(draft.headerJson("kid", "{\"$ne\":1}"))).endsWith(",\"kid\":{\"$ne\":1}}");
        assertThat(header(draft.removeHeader("alg"))).isEqualTo("{\"typ\":\"JWT\"}");
        assertThat(header(draft.rawHeader("{not json"))).isEqualTo("{not json");
        assertThat(draft.headers().path("alg").textValue()).isEqualTo("HS256");
    }

    @Test
    void unsigned_tokens_come_with_and_without_signature_and_dot() {
        String changed = RFC_TOKEN.substring(RFC_TOKEN.indexOf('.'), RFC_TOKEN.lastIndexOf('.'));

        assertThat(draft.unsigned("nOnE").text()).endsWith(changed + ".");
        assertThat(draft.unsigned("nOnE").withoutLastDot().text()).endsWith(changed);
        assertThat(draft.header("alg", "nOnE").keepSignature().text())
                .endsWith(RFC_TOKEN.substring(RFC_TOKEN.indexOf('.')));
        assertThat(header(draft.header("alg", "nOnE"))).isEqualTo("{\"typ\":\"JWT\",\r\n \"alg\":\"nOnE\"}");
        assertThat(draft.withoutSignature().text()).isEqualTo(RFC_TOKEN.substring(0, RFC_TOKEN.lastIndexOf('.') + 1));
    }

    @Test
    void the_header_can_say_one_algorithm_and_the_signature_be_another() throws Exception {
        SigningKey key = SigningKey.secret(new byte[32]);

        Token token = draft.signAs("rs256 ", "HS256", key);

        assertThat(Draft.from(token.text()).view().alg()).contains("rs256 ");
        String input = token.text().substring(0, token.text().lastIndexOf('.'));
        byte[] expected = JwsAlgorithm.HS256.mac(new byte[32], bytes(input));
        assertThat(token.text()).endsWith("." + Base64Url.encode(expected));
        assertThat(token.description()).isEqualTo("header says \"rs256 \", signed with HS256");
    }

    @Test
    void a_header_can_be_signed_as_it_is() {
        Draft twice = draft.duplicateHeader("alg", "none");

        Token token = twice.signAsIs("HS256", SigningKey.parse(RFC_JWK));

        assertThat(header(Draft.from(token.text()))).endsWith("\"alg\":\"HS256\",\"alg\":\"none\"}");
        assertThat(token.signatureLength()).isEqualTo(32);
        assertThat(token.text()).isNotEqualTo(twice.keepSignature().text());
    }

    @Test
    void an_honest_signature_takes_the_key_id_from_the_key_and_keeps_the_old_one_otherwise() {
        SigningKey key = SigningKey.generateLike("HS256");
        Draft withKid = draft.header("kid", "old");

        assertThat(Draft.from(withKid.sign(key.withKid("new")).text()).view().kid())
                .contains("new");
        assertThat(Draft.from(withKid.sign(key).text()).view().kid()).contains("old");
        assertThat(Draft.from(withKid.signAs("HS256", "HS256", key.withKid("new"))
                                .text())
                        .view()
                        .kid())
                .contains("old");
    }

    @Test
    void hmac_takes_secrets_of_any_length_and_the_empty_one_is_one_nul() throws Exception {
        assertThat(draft.hmac("HS512", new byte[0]).text())
                .isEqualTo(draft.hmac("HS512", new byte[1]).text());
        assertThat(draft.hmac("HS256", bytes("x")).description())
                .isEqualTo("signed with HS256 and a secret of 1 bytes");

        byte[] long1 = new byte[500];
        Token token = draft.hmac("HS384", long1);
        assertThat(SignedJWT.parse(token.text()).verify(new MACVerifier(long1))).isTrue();
    }

    @Test
    void signatures_can_be_given_kept_and_borrowed() {
        Token other = Draft.ofClaims(Map.of("sub", "bob")).sign(SigningKey.generateLike("HS256"));

        assertThat(draft.signature(new byte[64]).text()).endsWith("." + "A".repeat(86));
        assertThat(draft.claim("iss", "eve").keepSignature().text())
                .endsWith(RFC_TOKEN.substring(RFC_TOKEN.lastIndexOf('.')));
        assertThat(draft.keepSignatureOf(other.text()).text())
                .endsWith(other.text().substring(other.text().lastIndexOf('.')));
        assertThatIllegalStateException()
                .isThrownBy(() -> Draft.ofClaims(Map.of()).keepSignature())
                .withMessageContaining("no signature to keep");
    }

    @Test
    void the_description_grows_with_the_steps() {
        Draft raised = draft.header("alg", "none").claim("sub", "admin").describedAs("alg none, sub raised to admin");

        assertThat(raised.withoutSignature().description())
                .isEqualTo("alg none, sub raised to admin, signature removed");
        assertThat(draft.claim("sub", "admin").unsigned("none").description())
                .isEqualTo("sub set to admin, alg none, signature removed");
        assertThat(draft.removeClaim("exp")
                        .header("kid", "a\"b")
                        .keepSignature()
                        .flipSignatureBit(-1)
                        .description())
                .isEqualTo("exp removed, header kid \"a\\\"b\", signature kept, signature bit -1 flipped");
        assertThat(draft.claim("x", "y".repeat(100)).describe())
                .hasSizeLessThan(100)
                .contains("… (100 characters)");
    }

    @Test
    void a_renewed_draft_keeps_its_lifetime_and_gains_no_claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iat", 1000);
        claims.put("sub", "alice");
        claims.put("exp", 1600);
        claims.put("jti", "one");
        Instant now = Instant.ofEpochSecond(50_000);

        Draft renewed = Draft.ofClaims(claims).renewed(now);

        assertThat(renewed.view().iat()).contains(now);
        assertThat(renewed.view().exp()).contains(now.plusSeconds(600));
        assertThat(renewed.view().jti()).isPresent().isNotEqualTo(Optional.of("one"));
        assertThat(renewed.view().nbf()).isEmpty();
        assertThat(renewed.claims().fieldNames()).toIterable().containsExactly("iat", "sub", "exp", "jti");
        assertThat(draft.renewed(now).view().exp()).contains(now.plusSeconds(300));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            opaque                 | The token has 1 part between dots and a JWT has three: it is an opaque token, or cut off.
            a.b.c.d                | The token has 4 parts between dots and a JWT has three: it is an opaque token, or cut off.
            a.b.c.d.e              | The token is encrypted (a JWE, five parts): without its key there is nothing to take apart.
            Bearer e30.e30.AA      | There is a space inside the token: give it without "Bearer " before it.
            e3!.e30.AA             | The header (3 characters) is not base64url: it has a foreign character.
            e30.e30.A              | The signature (1 characters) is not base64url: a character is missing or too many.
            W10.e30.AA             | The header is not well-formed JSON of the expected kind: at character 0 of 2 stands something else.
            gICA.e30.AA            | The header (3 bytes) is not UTF-8 text, so it is no JSON.
            """, quoteCharacter = '\0')
    void what_is_no_jwt_is_explained(String text, String reason) {
        assertThatThrownBy(() -> Draft.from(text))
                .isInstanceOf(MalformedTokenException.class)
                .hasMessage(reason);
    }

    @Test
    void a_payload_of_any_kind_can_be_sent_but_not_edited() {
        Draft odd = draft.rawPayload(new byte[] {(byte) 0xFF, 0});

        assertThat(odd.payload()).containsExactly(0xFF, 0);
        assertThat(Draft.from(odd.keepSignature().text()).payload()).containsExactly(0xFF, 0);
        assertThatThrownBy(() -> odd.claim("sub", "x"))
                .hasMessage("The payload (2 bytes) is not UTF-8 text, so it is no JSON.");
        assertThatThrownBy(() -> draft.rawPayload(bytes("[]")).claims())
                .hasMessage("The payload is JSON, but no object.");
        assertThatThrownBy(() -> draft.rawPayload(bytes("{\"a\":NaN}")).claims())
                .hasMessage("The payload cannot be read as JSON.");
    }

    @Test
    void deep_nesting_is_no_danger() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(payload(draft.claimJson("deep", deep).claim("iss", "eve")))
                .contains("\"iss\":\"eve\"")
                .contains(deep);
    }

    @Test
    void nothing_prints_the_token() {
        assertThat(draft).hasToString("Draft[token as received]");
        assertThat(draft.keepSignature()).hasToString("Token[token as received]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String payload(Draft draft) {
        return new String(draft.payload(), StandardCharsets.UTF_8);
    }

    private static String header(Draft draft) {
        String token = draft.withoutSignature().text();
        return new String(Base64Url.decode("header", token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
    }

    @Test
    void a_part_may_be_spelled_in_any_characters_and_those_are_signed() throws Exception {
        SigningKey key = SigningKey.generateLike("HS256");

        Draft spelled = Draft.ofClaims(Map.of("sub", "alice")).payloadText("!not base64!");
        Token token = spelled.sign(key);

        assertThat(token.text()).contains(".!not base64!.");
        assertThat(token.description()).isEqualTo("payload spelled in 12 given characters, signed with HS256");
        assertThat(spelled.payload()).isEmpty();
        assertThat(Draft.ofClaims(Map.of())
                        .headerText("e30=")
                        .signAsIs("HS256", key)
                        .text())
                .startsWith("e30=.");
    }

    @Test
    void an_unencoded_payload_is_signed_as_the_rfc_says() throws Exception {
        SigningKey key = SigningKey.generateLike("RS256");

        Token token = Draft.ofClaims(Map.of("sub", "alice")).signUnencoded(key);

        assertThat(token.text()).contains(".{\"sub\":\"alice\"}.");
        JWSObject jws = JWSObject.parse(token.detached().text(), new Payload("{\"sub\":\"alice\"}"));
        assertThat(jws.getHeader().isBase64URLEncodePayload()).isFalse();
        assertThat(jws.getHeader().getCriticalParams()).containsExactly("b64");
        assertThat(jws.verify(new RSASSAVerifier((RSAPublicKey) key.publicKey().orElseThrow())))
                .isTrue();
        assertThat(token.description()).isEqualTo("payload unencoded, signed with RS256");
    }

    @Test
    void a_draft_may_forget_how_it_was_made() {
        Draft made = Draft.ofClaims(Map.of("sub", "alice")).claim("sub", "bob");

        assertThat(made.afresh().describe()).isEqualTo("new token");
        assertThat(made.afresh().claim("sub", "carol").describe()).isEqualTo("sub set to carol");
        assertThat(made.afresh().claims()).isEqualTo(made.claims());
    }
}

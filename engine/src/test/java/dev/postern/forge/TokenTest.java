package dev.postern.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTest {
    private final Token token = new Token("e30.e30.AQID", "made by hand");

    @Test
    void a_bit_of_the_signature_is_flipped_from_either_end() {
        assertThat(token.flipSignatureBit(0).text())
                .isEqualTo("e30.e30." + Base64Url.encode(new byte[] {(byte) 0x81, 2, 3}));
        assertThat(token.flipSignatureBit(-1).text()).isEqualTo("e30.e30." + Base64Url.encode(new byte[] {1, 2, 2}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.flipSignatureBit(24))
                .withMessage("There is no bit 24 in a signature of 3 bytes.");
    }

    @Test
    void the_last_bit_counts_where_the_last_character_has_idle_bits() {
        Token oneByte = new Token("e30.e30.AQ", "");

        assertThat(oneByte.flipSignatureBit(-1).text()).isEqualTo("e30.e30.AA");
    }

    @Test
    void the_signature_is_cut_lengthened_and_replaced() {
        assertThat(token.signatureLength()).isEqualTo(3);
        assertThat(token.truncateSignature(2))
                .isEqualTo(new Token("e30.e30.AQI", "made by hand, signature cut to 2 of 3 bytes"));
        assertThat(token.truncateSignature(0).text()).isEqualTo("e30.e30.");
        assertThat(token.extendSignature(new byte[1]).text()).isEqualTo("e30.e30.AQIDAA");
        assertThat(token.withSignatureText(".").text()).isEqualTo("e30.e30..");
        assertThat(token.withoutSignature().text()).isEqualTo("e30.e30.");
        assertThat(token.withoutSignature().withoutLastDot().text()).isEqualTo("e30.e30");
        assertThatIllegalArgumentException().isThrownBy(() -> token.truncateSignature(3));
    }

    @Test
    void noise_is_as_long_as_the_signature_was() {
        Token noise = token.withNoiseSignature();

        assertThat(noise.signatureLength()).isEqualTo(3);
        assertThat(noise.text()).startsWith("e30.e30.").isNotEqualTo(token.text());
        assertThat(token.withoutSignature().withNoiseSignature().signatureLength())
                .isEqualTo(32);
    }

    @Test
    void the_json_serialization_has_the_same_parts() {
        assertThat(token.flattened().text())
                .isEqualTo("{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AQID\"}");
    }

    @Test
    void any_text_may_be_a_token_but_only_one_with_parts_has_a_signature() {
        Token literal = new Token("undefined", "the literal undefined");

        assertThat(literal).hasToString("Token[the literal undefined]");
        assertThatThrownBy(literal::withoutSignature)
                .isInstanceOf(MalformedTokenException.class)
                .hasMessage("The token has 1 parts between dots; one with a signature to change has three.");
    }

    @Test
    void general_json_has_the_signatures_that_it_is_given() {
        Token valid = new Token("aGVhZA.cGF5.c2ln", "");

        assertThat(valid.general(List.of()).text()).isEqualTo("{\"payload\":\"cGF5\",\"signatures\":[]}");
        assertThat(valid.general(List.of(valid)).text())
                .isEqualTo("{\"payload\":\"cGF5\",\"signatures\":[{\"protected\":\"aGVhZA\",\"signature\":\"c2ln\"}]}");
        assertThat(valid.general(List.of(valid, valid)).description()).isEqualTo("as general JSON with 2 signatures");
    }

    @Test
    void who_splits_the_polyglot_at_dots_reads_the_other_token() throws Exception {
        Token valid = new Token("aGVhZA.cGF5.c2ln", "");

        Token polyglot = valid.flattenedAround(new Token("b3RoZXI.Zm9yZ2Vk.", "forged"));

        assertThat(polyglot.text().split("\\.", -1))
                .hasSize(3)
                .satisfies(parts -> assertThat(parts[1]).isEqualTo("Zm9yZ2Vk"));
        var json = new ObjectMapper().readTree(polyglot.text());
        assertThat(json.path("payload").asText()).isEqualTo("cGF5");
        assertThat(json.path("signature").asText()).isEqualTo("c2ln");
    }
}

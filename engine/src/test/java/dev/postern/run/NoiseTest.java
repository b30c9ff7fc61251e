package dev.postern.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseTest {

    private static final String HEADER = "eyJhbGciOiJub25lIn0";
    private static final String PAYLOAD = "eyJzdWIiOiJhIn0";

    @ParameterizedTest
    @CsvSource({"2, ''", "3, .c2ln", "3, .", "5, .a1.b2.c3"})
    void a_token_keeps_its_header_and_the_number_of_its_parts(int parts, String rest) {
        var noises = Noise.inPlaceOf("Bearer " + HEADER + "." + PAYLOAD + rest);

        assertThat(noises).isNotEmpty().allSatisfy(noise -> {
            assertThat(noise).startsWith("Bearer " + HEADER + ".");
            assertThat(noise.split("\\.", -1)).hasSize(parts);
        });
        assertThat(noises.get(noises.size() - 1)).doesNotContain(PAYLOAD);
    }

    @Test
    void of_a_signed_token_a_noise_of_the_signature_alone_comes_first() {
        assertThat(Noise.inPlaceOf("Bearer " + HEADER + "." + PAYLOAD + ".c2ln").get(0))
                .startsWith("Bearer " + HEADER + "." + PAYLOAD + ".")
                .doesNotEndWith(".c2ln");
    }

    @Test
    void anything_else_keeps_its_form_and_nothing_that_it_says() {
        assertThat(Noise.inPlaceOf("Basic YWxpY2U6cGFzcw=="))
                .singleElement()
                .satisfies(noise ->
                        assertThat(noise).matches("Basic [a-zA-Z0-9]{14}==").isNotEqualTo("Basic YWxpY2U6cGFzcw=="));
        assertThat(Noise.inPlaceOf("Basic !!%%{}<>"))
                .singleElement()
                .satisfies(
                        noise -> assertThat(noise).startsWith("Basic !!%%{}<>").hasSize("Basic !!%%{}<>".length() + 4));
    }

    @Test
    void it_is_the_same_for_the_same_credential() {
        assertThat(Noise.inPlaceOf("Bearer abc.def")).isEqualTo(Noise.inPlaceOf("Bearer abc.def"));
    }
}

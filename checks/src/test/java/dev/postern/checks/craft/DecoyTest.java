package dev.postern.checks.craft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DecoyTest {

    @Property(tries = 200)
    void a_look_alike_has_the_form_but_is_not_the_credential(
            @ForAll @AlphaChars @NumericChars @StringLength(min = 12, max = 60) String credential) {
        var decoy = Decoy.like(credential);

        assertThat(decoy).hasSameSizeAs(credential).isNotEqualToIgnoringCase(credential);
    }

    @Test
    void a_look_alike_keeps_what_names_the_kind_of_key() {
        assertThat(Decoy.like("sk_live_4eC39HqLyjWDarjtT1zdp7dc"))
                .startsWith("sk_live_")
                .hasSize(32);
        assertThat(Decoy.like("550e8400-e29b-41d4-a716-446655440000"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void a_look_alike_of_a_short_key_is_longer_lest_it_be_somebody_elses() {
        assertThat(Decoy.like("key-a")).hasSizeGreaterThan(12).doesNotStartWith("key-a");
    }

    @Test
    void what_has_no_other_order_is_not_shuffled() {
        assertThat(Decoy.shuffled("aaaaaaaa")).isEmpty();
        assertThat(Decoy.shuffled("aAaAaA")).isEmpty();
        assertThat(Decoy.shuffled("abcdef").orElseThrow())
                .isNotEqualTo("abcdef")
                .hasSize(6);
    }

    /** The trap of base64: a changed last character or padding may decode to the same bytes. */
    @Property(tries = 300)
    void shortened_and_lengthened_base64_never_decodes_to_the_same_bytes(
            @ForAll @Size(min = 3, max = 70) byte[] secret) {
        for (var encoder : Arrays.asList(
                Base64.getEncoder(),
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
            var credential = encoder.encodeToString(secret);

            assertThat(lenient(Decoy.withoutLast(credential))).isNotEqualTo(secret);
            assertThat(lenient(Decoy.withoutFirst(credential))).isNotEqualTo(secret);
            assertThat(lenient(Decoy.longer(credential))).isNotEqualTo(secret);
        }
    }

    /** A decoder as lenient as they come: both alphabets, no padding wanted, an incomplete group dropped. */
    private static byte[] lenient(String text) {
        var plain = text.replace('-', '+').replace('_', '/').replace("=", "");
        return Base64.getDecoder().decode(plain.length() % 4 == 1 ? plain.substring(0, plain.length() - 1) : plain);
    }

    @Test
    void cuts_are_safe_for_the_shortest_credentials() {
        assertThat(Decoy.withoutFirst("")).isEmpty();
        assertThat(Decoy.withoutLast("=")).isEmpty();
        assertThat(Decoy.withoutMiddle("abc")).isEqualTo("ac");
    }
}

package dev.postern.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void no_surrogate_pair_is_cut_in_two() {
        assertThat(Excerpt.of("ab😀", 3)).isEqualTo("ab");
        assertThat(Excerpt.of("ab😀", 4)).isEqualTo("ab😀");
        assertThat(Excerpt.of("ab😀c", 4)).isEqualTo("ab😀");
        assertThat(Excerpt.of("😀", 1)).isEmpty();
        assertThat(Excerpt.of("ab", 0)).isEmpty();
    }

    @Test
    void half_a_pair_is_replaced_and_whole_ones_are_kept() {
        assertThat(Excerpt.wellFormed("a\ud83d b\ude00 😀")).isEqualTo("a\ufffd b\ufffd 😀");
    }

    @Property(tries = 300)
    void well_formed_text_can_be_encoded(@ForAll String text) {
        var mended = Excerpt.wellFormed(text);

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(mended)).isTrue();
        assertThat(mended).hasSameSizeAs(text);
    }

    @Property(tries = 300)
    void excerpt_of_well_formed_text_is_well_formed(@ForAll String text, @ForAll @IntRange(max = 300) int most) {
        var excerpt = Excerpt.of(Excerpt.wellFormed(text), most);

        assertThat(excerpt).hasSizeLessThanOrEqualTo(most).isEqualTo(Excerpt.wellFormed(excerpt));
    }
}

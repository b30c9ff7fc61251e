package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({"alice, alice", "'our basic', our-basic", "'a|b\tc', a-b-c", "'', -", "日本, 日本"})
    void what_may_not_be_in_a_name_becomes_a_dash(String text, String name) {
        assertThat(Names.asName(text)).isEqualTo(name);
    }

    @Property
    void any_text_leads_to_a_name_and_a_name_to_itself(@ForAll String text) {
        var name = Names.asName(text);

        assertThat(Names.isName(name)).isTrue();
        assertThat(Names.asName(name)).isEqualTo(name);
    }
}

package dev.postern.reporters.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({
        "RFC 8725, https://www.rfc-editor.org/info/rfc8725",
        "RFC 8725 3.1, https://www.rfc-editor.org/rfc/rfc8725#section-3.1",
        "RFC 9110 15.5.4, https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4",
        "CWE-347, https://cwe.mitre.org/data/definitions/347.html",
        "CVE-2015-9235, https://nvd.nist.gov/vuln/detail/CVE-2015-9235",
        "API1:2023, https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        "OWASP API10:2023, https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/",
        "ASVS 5.0 9.1.2, https://owasp.org/www-project-application-security-verification-standard/"
    })
    void references_of_known_form_have_a_link(String text, URI link) {
        assertThat(Reference.parse(text).link()).contains(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"our handbook, page 7", "RFC", "API11:2023", "javascript:alert(1)"})
    void other_references_have_none(String text) {
        assertThat(Reference.parse(text).link()).isEmpty();
    }

    @Test
    void a_cwe_that_is_named_already_is_not_named_twice() {
        assertThat(Reference.of(List.of("CWE-347"), 347)).hasSize(1);
        assertThat(Reference.of(List.of("RFC 8725"), 347)).hasSize(2);
        assertThat(Reference.of(List.of("RFC 8725"), 0)).hasSize(1);
    }

    @Test
    void what_cannot_be_seen_is_written_as_an_escape() {
        assertThat(VisibleText.line("a\u001b[31mb\r\nc\u202ed\ud800e\u0000"))
                .isEqualTo("a\\x1b[31mb\\r\\nc\\u202ed\\ud800e\\x00");
        assertThat(VisibleText.block("a\r\nb\tc")).isEqualTo("a\nb\tc");
        assertThat(VisibleText.line("snowman \u2603 and \ud83d\ude00")).isEqualTo("snowman \u2603 and \ud83d\ude00");
    }

    @Test
    void a_cut_text_ends_with_an_ellipsis_and_never_in_half_a_character() {
        assertThat(VisibleText.line("abcdef", 4)).isEqualTo("abc…");
        assertThat(VisibleText.line("ab\ud83d\ude00def", 4)).isEqualTo("ab…");
        assertThat(VisibleText.line("abcd", 4)).isEqualTo("abcd");
    }

    @Test
    void the_first_sentence_ends_before_a_capital() {
        assertThat(PlainProse.firstSentence("See `RFC 8725` 3.1, e.g. [there](https://x.test). **Then** go on."))
                .isEqualTo("See RFC 8725 3.1, e.g. there.");
        assertThat(PlainProse.firstSentence("")).isEmpty();
        assertThat(PlainProse.of("Do this:\n\n```java\ncode();\n```\n\nThen that."))
                .isEqualTo("Do this. Then that.");
    }
}

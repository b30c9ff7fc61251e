package dev.postern.reporters.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ProseTest {

    @Test
    void paragraphs_lists_and_code_become_elements() {
        assertThat(render("One\nline.\n\n- a `x<y`\n  goes on\n- **b**\n\n1. first\n\n```java\nif (a < b) {}\n```"))
                .contains("<p>One line.</p>")
                .contains("<ul><li>a <code>x&lt;y</code> goes on</li><li><strong>b</strong></li></ul>")
                .contains("<ol><li>first</li></ol>")
                .contains("<pre tabindex=\"0\">if (a &lt; b) {}</pre>");
    }

    @Test
    void links_lead_to_http_only() {
        assertThat(render("[a](https://example.test/x) [b](javascript:alert(1)) <a href='x'>"))
                .contains("<a href=\"https://example.test/x\" rel=\"noopener noreferrer\">a</a>")
                .contains("[b](javascript:alert(1))")
                .contains("&lt;a href=&#39;x&#39;&gt;");
    }

    @Test
    void names_with_underscores_are_not_emphasised() {
        assertThat(render("set max_age_seconds, 2 * 3 * 4")).contains("<p>set max_age_seconds, 2 * 3 * 4</p>");
    }

    @Test
    void words_of_the_target_never_become_a_link() {
        var html = new Markup();
        new Prose(html).words("see `code` at https://evil.test");

        assertThat(page(html))
                .contains("see <code>code</code> at https://evil.test")
                .doesNotContain("<a");
    }

    private static String render(String markdown) {
        var html = new Markup();
        new Prose(html).write(markdown);
        return page(html);
    }

    private static String page(Markup html) {
        var out = new StringWriter();
        try {
            html.finish(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}

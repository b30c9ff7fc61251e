package dev.postern.reporters.html;

import dev.postern.api.audit.CheckInfo;
import java.util.List;

/** What a check explains: why it matters, how servers get it wrong, how to mend it. */
final class Advice {

    private static final List<String> HEADINGS =
            List.of("Why it matters", "How to mend it", "How servers get it wrong");

    private final Markup html;

    Advice(Markup html) {
        this.html = html;
    }

    void write(CheckInfo check, boolean withWhatIsSent) {
        if (withWhatIsSent) {
            section(check, "What is sent");
        }
        HEADINGS.forEach(h -> section(check, h));
    }

    private void section(CheckInfo check, String heading) {
        var text = check.section(heading);
        if (!text.isEmpty()) {
            html.element("h4", heading);
            new Prose(html).write(text);
        }
    }
}

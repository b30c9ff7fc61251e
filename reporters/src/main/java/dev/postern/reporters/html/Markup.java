package dev.postern.reporters.html;

import dev.postern.reporters.summary.VisibleText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is also well-formed XML: every text and attribute is escaped, every element is closed. There is no
 * way to write markup as text but for the page's own style and script.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder(64 * 1024);
    private final Deque<String> open = new ArrayDeque<>();

    /** Starts an element; attributes are name, value, name, value, and so on. */
    Markup open(String name, String... attributes) {
        start(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /** Ends the element that was started last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends it and starts a new line in the source, for those who read that. */
    Markup closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** A text; line feeds are kept. */
    Markup text(String text) {
        escape(VisibleText.block(text));
        return this;
    }

    /** An element that holds a text only. */
    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    /** An element that never holds anything, such as {@code meta}. */
    Markup empty(String name, String... attributes) {
        start(name, attributes);
        out.append("/>");
        return this;
    }

    /** The page's own style or script, as it is. */
    Markup own(String name, String content, String... attributes) {
        if (content.contains("</")) {
            throw new IllegalArgumentException("would end the " + name + " early");
        }
        start(name, attributes);
        out.append('>').append(content).append("</").append(name).append(">\n");
        return this;
    }

    /** Writes the whole page. */
    void finish(Writer to) throws IOException {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        to.append("<!DOCTYPE html>\n").append(out).append('\n');
    }

    private void start(String name, String... attributes) {
        out.append('<').append(name);
        for (var i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(VisibleText.line(attributes[i + 1]));
            out.append('"');
        }
    }

    private void escape(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}

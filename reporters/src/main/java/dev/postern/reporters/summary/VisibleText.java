package dev.postern.reporters.summary;

import dev.postern.api.http.Excerpt;

/**
 * Makes text of unknown origin safe to look at: what would steer a terminal, reorder a line (bidirectional controls) or
 * hide itself is written as an escape such as {@code \x1b}. It is no escaping for HTML or Markdown.
 */
public final class VisibleText {

    private VisibleText() {}

    /** The text with line feeds and tabs kept; CR LF becomes LF. */
    public static String block(String text) {
        return escape(text.replace("\r\n", "\n"), true);
    }

    /** The text as one line: line ends are written as {@code \n} too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** The text as one line of at most that many characters, the last of which is an ellipsis where it was cut. */
    public static String line(String text, int most) {
        var line = line(Excerpt.of(text, 4 * most));
        return line.length() <= most ? line : Excerpt.of(line, most - 1) + "…";
    }

    private static String escape(String text, boolean keepLines) {
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\t' || c == '\r') {
                out.append(layout(c, keepLines));
            } else if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
                out.append(String.format("\\x%02x", c));
            } else if (isDeceptive(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    private static String layout(int c, boolean keepLines) {
        return switch (c) {
            case '\n' -> keepLines ? "\n" : "\\n";
            case '\t' -> keepLines ? "\t" : " ";
            default -> "\\r";
        };
    }

    // Unicode TR36 and TR9: invisible characters and those that change the order in which a line is drawn.
    private static boolean isDeceptive(int c) {
        return (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x061c
                || c == 0xfeff
                || (c >= 0xfffe && c <= 0xffff)
                || Character.getType(c) == Character.SURROGATE;
    }
}

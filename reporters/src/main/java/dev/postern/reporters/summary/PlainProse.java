package dev.postern.reporters.summary;

import java.util.regex.Pattern;

/** Markdown prose as plain text, for places that hold a line or two. */
public final class PlainProse {

    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern FENCE = Pattern.compile("(?s):?\\s*```.*?(```|$)");
    private static final Pattern MARK = Pattern.compile("`|\\*\\*|(?m)^\\s*(?:[-*+]|\\d+\\.) ");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    // A full stop ends a sentence only before a capital, so that "e.g. this" and "RFC 8725 3.1" stay whole.
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s+[\\p{Lu}\"“`])");

    private PlainProse() {}

    /** The text in one line, without code blocks and marks. */
    public static String of(String markdown) {
        var text = FENCE.matcher(markdown).replaceAll(". ");
        text = LINK.matcher(text).replaceAll("$1");
        text = MARK.matcher(text).replaceAll("");
        return VisibleText.line(SPACE.matcher(text).replaceAll(" ").strip());
    }

    /** The first sentence of {@link #of}; empty where there is none. */
    public static String firstSentence(String markdown) {
        var text = of(markdown);
        var end = SENTENCE_END.matcher(text);
        return end.find() ? text.substring(0, end.end()) : text;
    }
}

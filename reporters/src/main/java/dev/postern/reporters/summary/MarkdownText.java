package dev.postern.reporters.summary;

import java.util.regex.Pattern;

/** Text from the target as Markdown that shows it literally: what renders it may pass HTML through as it is, as Allure does. */
public final class MarkdownText {

    private static final Pattern MARKS = Pattern.compile("([\\\\`*_{}\\[\\]()#+\\-.!|~:/@$])");

    private MarkdownText() {}

    /** One line in which nothing is a mark, a link or a tag. */
    public static String literal(String text) {
        var tagless = entities(VisibleText.line(text));
        return MARKS.matcher(tagless).replaceAll("\\\\$1");
    }

    /** Markdown of a check's author, with its marks but without tags and without links that run code. */
    public static String prose(String markdown) {
        return entities(VisibleText.block(markdown)).replaceAll("(?i)(javascript|data|vbscript)(\\s*):", "$1$2\\\\:");
    }

    private static String entities(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

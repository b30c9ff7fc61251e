package dev.postern.reporters.allure;

import dev.postern.reporters.summary.VisibleText;
import java.util.regex.Pattern;

/** Text from the target as Markdown that shows it literally. Allure passes HTML in descriptions through as it is. */
final class MarkdownText {

    private static final Pattern MARKS = Pattern.compile("([\\\\`*_{}\\[\\]()#+\\-.!|~:/@$])");

    private MarkdownText() {}

    /** One line in which nothing is a mark, a link or a tag. */
    static String literal(String text) {
        var tagless = entities(VisibleText.line(text));
        return MARKS.matcher(tagless).replaceAll("\\\\$1");
    }

    /** Markdown of a check's author, with its marks but without tags and without links that run code. */
    static String prose(String markdown) {
        return entities(VisibleText.block(markdown)).replaceAll("(?i)(javascript|data|vbscript)(\\s*):", "$1$2\\\\:");
    }

    private static String entities(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

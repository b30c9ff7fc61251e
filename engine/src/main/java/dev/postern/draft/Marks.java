package dev.postern.draft;

import java.util.regex.Pattern;

/**
 * Marks the places of variables in a text that is still taken apart: between two code points that no text has (Unicode
 * 16.0, 23.7), so that whatever else is in the text means itself.
 */
final class Marks {

    private static final char OPEN = '\uFDD0';
    private static final char CLOSE = '\uFDD1';
    private static final Pattern MARK = Pattern.compile(OPEN + "([^" + CLOSE + "]*)" + CLOSE);

    private Marks() {}

    /** A text in which nothing is marked yet. */
    static String plain(String text) {
        return text.replace(OPEN, '\uFFFD').replace(CLOSE, '\uFFFD');
    }

    /** A marked variable. */
    static String variable(String name) {
        return OPEN + name + CLOSE;
    }

    /** Whether the text has a variable in it. */
    static boolean hasAny(String text) {
        return text.indexOf(OPEN) >= 0;
    }

    /** Whether the text begins with a variable. */
    static boolean startsWithVariable(String text) {
        return MARK.matcher(text).lookingAt();
    }

    /** Whether the text is a variable and nothing else. */
    static boolean isVariable(String text) {
        return MARK.matcher(text).matches();
    }

    /** The text with every mark replaced; in the replacement, {@code $1} is the name. */
    static String replace(String text, String replacement) {
        return MARK.matcher(text).replaceAll(replacement);
    }

    /** The names of all variables in the text are noted. */
    static void mention(String text, Variables variables, String meaning) {
        MARK.matcher(text).results().forEach(m -> variables.mention(m.group(1), meaning));
    }

    /** As a target file writes it. */
    static Scalar scalar(String marked) {
        return Scalar.filled(MARK.matcher(Scalar.literal(marked).text()).replaceAll("\\${env:$1}"));
    }
}

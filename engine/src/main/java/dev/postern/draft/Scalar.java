package dev.postern.draft;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text, a number, or true or false, as YAML 1.2 writes it on one line.
 *
 * @param text what the reader must find, with every <code>${…}</code> that is still to be put in
 * @param bare whether it stands without quotes: a number, true, false or null
 */
record Scalar(String text, boolean bare) implements Node {

    /** What needs no quotes in any version of YAML, in a block. */
    private static final Pattern PLAIN = Pattern.compile("(?:[A-Za-z_/]|\\$\\{)[ -~]*");

    private static final Pattern MEANS_MORE = Pattern.compile(": | #|:$| $");
    private static final Pattern FLOW_SIGNS = Pattern.compile("[\\[\\]{},]");

    /** Words that YAML 1.1 or 1.2 reads as something else than a text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    /** A text of which nothing is put in: <code>${</code> in it stays what it is. */
    static Scalar literal(String text) {
        return new Scalar(text.replace("${", "$${"), false);
    }

    /** A variable of the environment. */
    static Scalar variable(String name) {
        return new Scalar("${env:" + name + "}", false);
    }

    /** A text that holds references already. */
    static Scalar filled(String text) {
        return new Scalar(text, false);
    }

    /** A number, true, false or null, as JSON writes it. */
    static Scalar bare(String text) {
        return new Scalar(text, true);
    }

    @Override
    public List<String> lines() {
        return List.of(inBlock());
    }

    /** As the value of a line. */
    String inBlock() {
        return bare || isPlain(text) ? text : quoted(text);
    }

    /** As an item of {@code [a, b]}. */
    String inFlow() {
        return bare || (isPlain(text) && !FLOW_SIGNS.matcher(text).find()) ? text : quoted(text);
    }

    /** {@code [a, b]}. */
    static String flow(Collection<Scalar> all) {
        return all.stream().map(Scalar::inFlow).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A text as the key of a line. */
    static String key(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && !MEANS_MORE.matcher(text).find()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isVisible(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(c > 0xFFFF ? "\\U%08X" : c > 0xFF ? "\\u%04X" : "\\x%02X", c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** A text on one line, whatever is in it: for comments and for the terminal. */
    static String visible(String text) {
        var out = new StringBuilder();
        text.codePoints().map(c -> isVisible(c) ? c : '\uFFFD').forEach(out::appendCodePoint);
        return out.toString();
    }

    /** What YAML allows in a file, and what does not change how the line looks. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c == ' ' || !Character.isSpaceChar(c);
        };
    }
}

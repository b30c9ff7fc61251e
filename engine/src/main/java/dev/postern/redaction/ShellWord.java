package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A word of a command line, quoted for bash so that every byte arrives as it is. Only ASCII is printed, so that the line can
 * be copied out of any report.
 */
final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");
    private static final Pattern QUOTABLE = Pattern.compile("[\\x20-\\x7e\\n]*");

    /** What means nothing to bash between double quotes, not even at a prompt, where ! is history. */
    private static final Pattern UNREMARKABLE = Pattern.compile("[\\x20-\\x7e&&[^\\\\\"$`!]]*");

    private ShellWord() {}

    /** A text in UTF-8. */
    static String of(String text) {
        return of(text, UTF_8);
    }

    /** A text without NUL, which no word can hold. */
    static String of(String text, Charset charset) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return QUOTABLE.matcher(text).matches() ? "'" + text.replace("'", "'\\''") + "'" : ansi(text.getBytes(charset));
    }

    /** A text with variables in it. */
    static String of(Pieces pieces, Charset charset) {
        if (pieces.variables().findAny().isEmpty()) {
            return of(pieces.all().stream().map(Pieces.Piece::text).collect(Collectors.joining()), charset);
        }
        return isUnremarkable(pieces.all()) ? "\"" + inQuotes(pieces.all()) + "\"" : sideBySide(pieces.all(), charset);
    }

    private static boolean isUnremarkable(List<Pieces.Piece> pieces) {
        return pieces.stream()
                .allMatch(p -> p.variable().isPresent()
                        || UNREMARKABLE.matcher(p.text()).matches());
    }

    private static String inQuotes(List<Pieces.Piece> pieces) {
        var word = new StringBuilder();
        for (var i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            if (piece.variable().isEmpty()) {
                word.append(piece.text());
                continue;
            }
            var goesOn = i + 1 < pieces.size()
                    && pieces.get(i + 1).variable().isEmpty()
                    && pieces.get(i + 1).text().matches("(?s)[A-Za-z0-9_\\[].*");
            var name = piece.variable().get().name();
            word.append(goesOn ? "${" + name + "}" : "$" + name);
        }
        return word.toString();
    }

    private static String sideBySide(List<Pieces.Piece> pieces, Charset charset) {
        return pieces.stream()
                .map(p -> p.variable().map(v -> "\"$" + v.name() + "\"").orElseGet(() -> of(p.text(), charset)))
                .collect(Collectors.joining());
    }

    /** Any bytes, in the quotes that bash, ksh and zsh know. */
    static String ansi(byte[] bytes) {
        var word = new StringBuilder("$'");
        for (var b : bytes) {
            switch (b) {
                case '\n' -> word.append("\\n");
                case '\r' -> word.append("\\r");
                case '\t' -> word.append("\\t");
                case '\'', '\\' -> word.append('\\').append((char) b);
                default -> {
                    // octal, and always three digits: after \x a digit that follows would be read too
                    word.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("\\%03o", b & 0xff));
                }
            }
        }
        return word.append('\'').toString();
    }
}

package dev.postern.api.http;

/** Texts of unknown origin, cut and mended so that they can be written in any encoding of Unicode. */
public final class Excerpt {

    private Excerpt() {}

    /** The first characters of a text, at most that many; never half of a surrogate pair. */
    public static String of(String text, int most) {
        return text.length() <= most ? text : text.substring(0, end(text, most));
    }

    /** The greatest end not beyond the given one that does not cut a surrogate pair in two. */
    public static int end(String text, int most) {
        return most > 0 && most < text.length() && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    /**
     * The text with U+FFFD in place of every surrogate without its other half. JSON can say such ones ({@code "\ud83d"}),
     * and no encoding can write them.
     */
    public static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        return text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

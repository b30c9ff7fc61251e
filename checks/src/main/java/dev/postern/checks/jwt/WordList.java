package dev.postern.checks.jwt;

import dev.postern.api.target.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Words that may be the secret of an HMAC.
 *
 * @param place what the place of a word is called: {@code word 17 of the built-in list}, with {@code %d} for the number
 * @param words in their order, counted from one; empty ones are passed over
 */
record WordList(String place, List<String> words) {

    private static final WordList BUILT_IN = new WordList("word %d of the built-in list", read());

    WordList {
        words = List.copyOf(words);
    }

    /** Sample secrets of documentation, placeholders, and what people take for passwords. */
    static WordList builtIn() {
        return BUILT_IN;
    }

    /** What the target file gives: one word a line. */
    static WordList given(Secret text) {
        return new WordList(
                "line %d of the file that `weakSecrets` names",
                text.reveal().lines().toList());
    }

    /** The word's place in a reader's words, without the word. */
    String placeOf(int index) {
        return place.replace("%d", String.valueOf(index + 1));
    }

    private static List<String> read() {
        try (var in = Objects.requireNonNull(WordList.class.getResourceAsStream("weak-secrets.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not the words: one of them may be a secret. */
    @Override
    public String toString() {
        return "WordList[" + place + ", " + words.size() + " words]";
    }
}

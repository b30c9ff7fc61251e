package dev.postern.yaml;

import java.util.Optional;

/** Turns a scalar as written into the text that is meant, e.g. by putting in a variable of the environment. */
@FunctionalInterface
public interface Texts {

    /** What is written is what is meant. */
    Texts AS_WRITTEN = (scalar, words, use) -> Optional.of(scalar.text());

    /**
     * The text that is meant.
     *
     * @param words the scalar in a reader's words: {@code "clientSecret" in obtain of identity "alice"}
     * @return empty where there is none, and then a problem is noted
     */
    Optional<String> resolve(Value scalar, String words, Use use);

    /** What a text is used for. */
    enum Use {
        /** A name, a number, a URL, a word of a list: its form is checked, it is not secret, and messages may show it. */
        CHECKED,
        /** Any text, which may hold a secret. */
        FREE,
        /** A secret. */
        SECRET
    }
}

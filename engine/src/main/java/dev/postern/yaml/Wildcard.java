package dev.postern.yaml;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name in which {@code *} stands for any text. */
public final class Wildcard {

    private static final int LONGEST = 200;

    private Wildcard() {}

    /** Whether the name is one that the pattern means. */
    public static boolean matches(String pattern, String name) {
        return pattern.length() <= LONGEST
                && Pattern.matches(
                        Arrays.stream(pattern.split("\\*+", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")),
                        name);
    }
}

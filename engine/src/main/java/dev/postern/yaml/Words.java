package dev.postern.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How messages quote what the user wrote, and guess what was meant. */
public final class Words {

    private static final int LONGEST_QUOTE = 60;

    private Words() {}

    /** The text in quotes: cut where it is long, control characters replaced, so that it stays on one line. */
    public static String quote(String text) {
        var cut = text.length() > LONGEST_QUOTE;
        var shown = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST_QUOTE)
                .map(c -> isInvisible(c) ? '\uFFFD' : c)
                .forEach(shown::appendCodePoint);
        return shown.append(cut ? "…\"" : "\"").toString();
    }

    /** Controls, and marks that change the order in which a line is drawn (Unicode TR 36). */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** The texts, each in quotes, with commas. */
    public static String quoteAll(Collection<String> texts) {
        return texts.stream().map(Words::quote).collect(Collectors.joining(", "));
    }

    /**
     * A hint for a name that is not known: {@code did you mean "scopes"? known keys: scheme, scopes}.
     *
     * @param kind what the candidates are, in the plural: {@code keys}, {@code schemes}
     */
    public static String didYouMean(String written, Collection<String> candidates, String kind) {
        var list = candidates.isEmpty()
                ? "there are no " + kind
                : "known " + kind + ": " + candidates.stream().limit(40).collect(Collectors.joining(", "))
                        + (candidates.size() > 40 ? ", …" : "");
        return nearest(written, candidates)
                .map(n -> "did you mean " + quote(n) + "? " + list)
                .orElse(list);
    }

    /** The candidate that differs least, if it differs little: at most a third of its letters. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        if (written.length() > 200) {
            return Optional.empty();
        }
        var lower = written.toLowerCase(Locale.ROOT);
        String best = null;
        var least = Integer.MAX_VALUE;
        for (var candidate : candidates) {
            if (Math.abs(candidate.length() - written.length()) > 5) {
                continue;
            }
            var distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
            if (distance < least && distance <= Math.max(1, candidate.length() / 3)) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each cost 1. */
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (var j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            for (var j = 1; j <= b.length(); j++) {
                var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                var least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = least;
            }
        }
        return rows[a.length()][b.length()];
    }
}

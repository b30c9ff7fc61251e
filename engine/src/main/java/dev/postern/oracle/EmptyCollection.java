package dev.postern.oracle;

import dev.postern.oracle.Fingerprint.Kind;
import java.util.List;

/** A list without items, where the positive control has some: rows were filtered. */
final class EmptyCollection {

    /** A body with more arrays side by side is no list. */
    private static final int MAX_ARRAYS = 16;

    private EmptyCollection() {}

    static boolean isEmptied(Fingerprint positive, Fingerprint answer) {
        if (positive.kind() != answer.kind()) {
            return false;
        }
        return switch (positive.kind()) {
            case JSON ->
                isNothing(positive, answer)
                        || topArrays(positive).stream().anyMatch(array -> isEmptied(positive, answer, array));
            case XML -> isBareRoot(positive, answer);
            case TEXT -> isHeadOnly(positive, answer);
            case EMPTY, HTML, BINARY -> false;
        };
    }

    /** An object or array without anything in it, where the positive control has values. */
    private static boolean isNothing(Fingerprint positive, Fingerprint answer) {
        return answer.leaves().isEmpty() && positive.leaves().size() > 1;
    }

    /**
     * The array is there, and empty or null, and beside it nothing but what lists say of themselves: counts, flags, and
     * the same links. Other texts beside it are somebody's data, which then is no empty list.
     */
    private static boolean isEmptied(Fingerprint positive, Fingerprint answer, Node array) {
        boolean empty = answer.at(array.pointer())
                .filter(n ->
                        n.type().equals("null") || (n.isArray() && n.value().equals("0")))
                .isPresent();
        var usual = positive.values().keySet();
        return empty
                && positive.nodes().size() > 2
                && answer.leaves().stream()
                        .filter(n -> n.type().equals("string"))
                        .allMatch(n -> usual.contains(n.leaf()) && !Telling.isUnique(n.value()));
    }

    private static List<Node> topArrays(Fingerprint positive) {
        return positive.nodes().stream()
                .filter(n -> n.isArray() && !n.value().equals("0") && !n.path().contains("*"))
                .limit(MAX_ARRAYS)
                .toList();
    }

    private static boolean isBareRoot(Fingerprint positive, Fingerprint answer) {
        return positive.leaves().size() >= 2
                && answer.nodes().size() == 1
                && answer.nodes().get(0).path().equals(positive.nodes().get(0).path());
    }

    /** Comma-separated values without a line of values. */
    private static boolean isHeadOnly(Fingerprint positive, Fingerprint answer) {
        int size = answer.nodes().size();
        return answer.kind() == Kind.TEXT
                && size > 1
                && 2 * size <= positive.nodes().size()
                && positive.nodes().subList(0, size).equals(answer.nodes());
    }
}

package dev.postern.oracle;

import java.util.List;

/** A list without items, where the positive control has some: rows were filtered. */
final class EmptyCollection {

    private EmptyCollection() {}

    static boolean isEmptied(Fingerprint positive, Fingerprint answer) {
        if (positive.kind() != answer.kind()) {
            return false;
        }
        return switch (positive.kind()) {
            case JSON -> isEmptiedJson(positive, answer);
            case XML -> isEmptiedXml(positive, answer);
            default -> false;
        };
    }

    /** The array that holds most of the positive control is there, and empty. */
    private static boolean isEmptiedJson(Fingerprint positive, Fingerprint answer) {
        long all = positive.leaves().size();
        return topArrays(positive).stream()
                .filter(n -> 2 * leavesBelow(positive, n) >= all && all > 0)
                .anyMatch(n -> answer.at(n.pointer())
                        .filter(a -> a.isArray() && a.value().equals("0"))
                        .isPresent());
    }

    private static boolean isEmptiedXml(Fingerprint positive, Fingerprint answer) {
        return positive.leaves().size() >= 2
                && answer.nodes().size() == 1
                && answer.nodes().get(0).path().equals(positive.nodes().get(0).path());
    }

    private static List<Node> topArrays(Fingerprint positive) {
        return positive.nodes().stream()
                .filter(n -> n.isArray() && !n.value().equals("0") && !n.path().contains("*"))
                .toList();
    }

    private static long leavesBelow(Fingerprint print, Node array) {
        return print.leaves().stream()
                .filter(n -> n.path().startsWith(array.path() + "/"))
                .count();
    }
}

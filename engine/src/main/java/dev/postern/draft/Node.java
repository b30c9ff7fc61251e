package dev.postern.draft;

import java.util.List;
import java.util.stream.Stream;

/** A value of a target file that is yet to be written. */
sealed interface Node permits Scalar, Block, Node.Items {

    /** The value in block style, one line each, not indented; remarks are comments. */
    List<String> lines();

    /** A list. */
    record Items(List<? extends Node> all) implements Node {
        /** Keeps an immutable copy. */
        public Items {
            all = List.copyOf(all);
        }

        @Override
        public List<String> lines() {
            if (all.isEmpty()) {
                return List.of("[]");
            }
            return all.stream().flatMap(Items::item).toList();
        }

        private static Stream<String> item(Node node) {
            var lines = node.lines();
            return Stream.concat(
                    Stream.of("- " + lines.get(0)), lines.stream().skip(1).map(l -> "  " + l));
        }
    }
}

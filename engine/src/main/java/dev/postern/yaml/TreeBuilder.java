package dev.postern.yaml;

import dev.postern.api.target.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the tree from what a parser reports, without recursion. */
final class TreeBuilder {

    static final int MAX_DEPTH = 100;

    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private Value root;

    TreeBuilder(Problems problems) {
        this.problems = problems;
    }

    /** A mapping or list that is not closed yet. */
    private static final class Open {
        final Position position;
        final String key;
        final boolean mapping;
        final Map<String, Value> entries = new LinkedHashMap<>();
        final List<Value> items = new ArrayList<>();
        String pendingKey;
        Position pendingPosition;

        Open(Position position, String key, boolean mapping) {
            this.position = position;
            this.key = key;
            this.mapping = mapping;
        }
    }

    /** The file nests deeper than {@link #MAX_DEPTH}; the problem is noted. */
    static final class TooDeep extends Exception {
        private static final long serialVersionUID = 1;
    }

    boolean expectsKey() {
        return !open.isEmpty() && open.peek().mapping && open.peek().pendingPosition == null;
    }

    void key(String name, Position at) {
        open.peek().pendingKey = name;
        open.peek().pendingPosition = at;
    }

    void scalar(Value.Kind kind, Position at, String text) {
        add(Value.scalar(kind, placeOf(at), keyHere(), text));
    }

    void open(boolean mapping, Position at) throws TooDeep {
        if (open.size() >= MAX_DEPTH) {
            problems.error(at, "nested more than " + MAX_DEPTH + " levels deep", "");
            throw new TooDeep();
        }
        open.push(new Open(placeOf(at), keyHere(), mapping));
    }

    void close() {
        var closed = open.pop();
        add(
                closed.mapping
                        ? Value.mapping(closed.position, closed.key, closed.entries)
                        : Value.list(closed.position, closed.key, closed.items));
    }

    Optional<Value> root() {
        return Optional.ofNullable(root);
    }

    private Position placeOf(Position value) {
        return open.isEmpty() || !open.peek().mapping ? value : open.peek().pendingPosition;
    }

    private String keyHere() {
        return open.isEmpty() || !open.peek().mapping ? "" : open.peek().pendingKey;
    }

    private void add(Value value) {
        var around = open.peek();
        if (around == null) {
            root = value;
        } else if (around.mapping) {
            var earlier = around.entries.putIfAbsent(around.pendingKey, value);
            if (earlier != null) {
                var first = earlier.position();
                problems.error(
                        around.pendingPosition,
                        "the key " + Words.quote(around.pendingKey) + " stands twice",
                        "it stands already in line " + first.line() + ", column " + first.column()
                                + "; remove one of the two");
            }
            around.pendingKey = null;
            around.pendingPosition = null;
        } else {
            around.items.add(value);
        }
    }
}

package dev.postern.draft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A mapping with remarks, and with lines that are suggested only: they are written as comments. */
final class Block implements Node {

    private static final int WIDTH = 110;

    /** A simple key may have 1024 characters (YAML 1.2.2 7.4.2). */
    private static final int LONGEST_KEY = 1000;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    /** Adds an entry. */
    Block put(String key, Node value) {
        return put(key, value, "");
    }

    /** Adds an entry with a remark behind it. */
    Block put(String key, Node value, String remark) {
        keys.add(key);
        lines.addAll(entry(key, value, remark));
        return this;
    }

    /** Adds an entry with a list of texts on one line. */
    Block put(String key, Collection<Scalar> list, String remark) {
        keys.add(key);
        lines.add(Scalar.key(key) + ": " + Scalar.flow(list) + behind(remark));
        return this;
    }

    /** Adds an entry that the user may take or leave. */
    Block suggest(String key, Node value, String remark) {
        entry(key, value, remark).forEach(l -> lines.add("# " + l));
        return this;
    }

    /** Adds an entry with a list of texts on one line, that the user may take or leave. */
    Block suggest(String key, Collection<Scalar> list, String remark) {
        lines.add("# " + Scalar.key(key) + ": " + Scalar.flow(list) + behind(remark));
        return this;
    }

    /** Adds a remark on lines of its own. */
    Block remark(String text) {
        var line = new StringBuilder("#");
        for (var word : Scalar.visible(text).split(" ", -1)) {
            if (line.length() > 1 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(1);
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return this;
    }

    /** Adds all lines of another mapping. */
    Block include(Block other) {
        keys.addAll(other.keys);
        lines.addAll(other.lines);
        return this;
    }

    /** Adds a key whose entries are suggestions alone: until one of them is taken, it has no value. */
    Block putSuggestions(String key, Block suggestions, String remark) {
        lines.add(Scalar.key(key) + ":" + behind(remark));
        suggestions.lines.forEach(l -> lines.add("  " + l));
        return this;
    }

    /** Adds an empty line. */
    Block gap() {
        lines.add("");
        return this;
    }

    /** Whether it has no entry, but perhaps remarks. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether it has that entry. */
    boolean has(String key) {
        return keys.contains(key);
    }

    /** Whether it has nothing at all. */
    boolean isBlank() {
        return lines.isEmpty();
    }

    @Override
    public List<String> lines() {
        return isBlank() ? List.of("{}") : List.copyOf(lines);
    }

    private static List<String> entry(String key, Node value, String remark) {
        var written = Scalar.key(key);
        var tooLong = written.length() > LONGEST_KEY;
        var start = tooLong ? ":" : written + ":";
        var head = tooLong ? Stream.of("? " + written) : Stream.<String>empty();
        return Stream.concat(head, body(start, value, remark)).toList();
    }

    private static Stream<String> body(String start, Node value, String remark) {
        var inner = value.lines();
        if (value instanceof Scalar
                || (value instanceof Items items && items.all().isEmpty())) {
            return Stream.of(start + " " + inner.get(0) + behind(remark));
        }
        // a key with remarks alone below it would have no value
        var none = value instanceof Block block && block.isEmpty() ? " {}" : "";
        var below = value instanceof Block block && block.isBlank() ? Stream.<String>empty() : inner.stream();
        return Stream.concat(Stream.of(start + none + behind(remark)), below.map(l -> l.isEmpty() ? l : "  " + l));
    }

    private static String behind(String remark) {
        return remark.isEmpty() ? "" : "   # " + Scalar.visible(remark);
    }
}

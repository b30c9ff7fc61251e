package dev.postern.oracle;

/**
 * One place of a flattened body.
 *
 * @param pointer its JSON pointer (RFC 6901); for XML the path of elements; empty for words of a text
 * @param path the pointer with {@code *} for every array index, so that order and number of items do not matter
 * @param type {@code object}, {@code array}, {@code string}, {@code number}, {@code boolean}, {@code null},
 *     {@code element}, {@code text} or {@code word}
 * @param value the value of a leaf as text; for an array the number of its items; else empty
 */
record Node(String pointer, String path, String type, String value) {

    boolean isLeaf() {
        return switch (type) {
            case "object", "array", "element" -> false;
            default -> true;
        };
    }

    boolean isArray() {
        return type.equals("array");
    }

    /** The last segment of the path: the name of the member. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** How many segments the path has. */
    long depth() {
        return path.chars().filter(c -> c == '/').count();
    }

    Slot slot() {
        return new Slot(path, type);
    }

    Leaf leaf() {
        return new Leaf(path, value);
    }

    /** What a body has at a path, whatever the value. */
    record Slot(String path, String type) {}

    /** What a body says at a path. */
    record Leaf(String path, String value) {}
}

package dev.postern.api.target;

/**
 * A place in a file that the user wrote, for messages and for links.
 *
 * @param file path or name of the file, as the user gave it
 * @param line from 1; 0 where the thing has no place of its own
 * @param column from 1; 0 where the thing has no place of its own
 */
public record Position(String file, int line, int column) {

    /** {@code file:line:column}, as compilers print it. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}

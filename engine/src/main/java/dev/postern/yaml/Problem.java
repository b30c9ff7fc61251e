package dev.postern.yaml;

import dev.postern.api.target.Position;

/**
 * One thing that is wrong, or dubious, in a file that the user wrote.
 *
 * @param at where it is
 * @param message what is wrong, as a sentence without full stop; never the value of a secret
 * @param hint what to do about it; empty where there is nothing to say
 */
public record Problem(Position at, String message, String hint) {

    /** {@code file:line:column: message}, and the hint indented on a line of its own. */
    @Override
    public String toString() {
        return at + ": " + message + (hint.isEmpty() ? "" : "\n   " + hint);
    }
}

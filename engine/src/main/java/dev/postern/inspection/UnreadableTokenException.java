package dev.postern.inspection;

/** A text is no token, or one that is cut off. The message says why, what to give instead, and never quotes it. */
public final class UnreadableTokenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableTokenException(String message) {
        super(message);
    }
}

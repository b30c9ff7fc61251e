package dev.postern.engine;

/** A check was asked for that there is not, or that the checklist does not name; the message says what to write. */
public final class UnknownCheckException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownCheckException(String message) {
        super(message);
    }
}

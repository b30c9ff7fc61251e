package dev.postern.cli;

/** A mistake of the user's outside of files; the message says what to write instead. */
final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}

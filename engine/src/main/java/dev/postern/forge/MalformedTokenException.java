package dev.postern.forge;

/** A text is not the token, or the part of one, that it was taken for. The message says why and never quotes it. */
public final class MalformedTokenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedTokenException(String message) {
        super(message);
    }
}

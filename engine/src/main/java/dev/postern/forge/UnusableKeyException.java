package dev.postern.forge;

/** A key cannot be read, or cannot do what was asked of it. The message says why and holds no key material. */
public final class UnusableKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(String message) {
        super(message);
    }
}

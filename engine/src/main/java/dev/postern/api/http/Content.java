package dev.postern.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a message body; immutable, compared by value. */
public final class Content {

    /** No body at all. */
    public static final Content NONE = new Content(new byte[0]);

    private final byte[] bytes;

    private Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the given bytes. */
    public static Content of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Content(bytes.clone());
    }

    /** The UTF-8 bytes of a text. */
    public static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** Whether there are no bytes. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: a body may hold a credential. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}

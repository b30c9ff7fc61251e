package dev.postern.forge;

import java.util.Arrays;

/**
 * One way to write down a public key, as the bytes that a verifier would take for an HMAC secret if it let the token
 * choose the algorithm (RFC 8725 2.1).
 */
public final class PublicKeyForm {
    private final String name;
    private final String comment;
    private final byte[] bytes;

    PublicKeyForm(String name, String comment, byte[] bytes) {
        this.name = name;
        this.comment = comment;
        this.bytes = bytes.clone();
    }

    /** A short name, the same from run to run, e.g. {@code SPKI PEM without final LF}. */
    public String name() {
        return name;
    }

    /** Why a server may hold the key in this form, with the advisory where one is known. */
    public String comment() {
        return comment;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKeyForm that && name.equals(that.name) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name;
    }
}

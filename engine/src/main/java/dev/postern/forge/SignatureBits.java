package dev.postern.forge;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The signature part of a token as bytes. The last character of base64url may carry bits that mean nothing (RFC 4648
 * 3.5); here every bit is one of the signature's own, so that a change is one that a verifier must notice.
 */
final class SignatureBits {
    private final byte[] bytes;

    SignatureBits(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static SignatureBits received(String encoded) {
        return new SignatureBits(Base64Url.decode("signature", encoded));
    }

    int length() {
        return bytes.length;
    }

    String encoded() {
        return Base64Url.encode(bytes);
    }

    /** @param bit 0 is the highest bit of the first byte, −1 the lowest bit of the last */
    SignatureBits flip(int bit) {
        int index = bit < 0 ? bytes.length * 8 + bit : bit;
        if (index < 0 || index >= bytes.length * 8) {
            throw new IllegalArgumentException(
                    "There is no bit " + bit + " in a signature of " + bytes.length + " bytes.");
        }
        byte[] changed = bytes.clone();
        changed[index / 8] ^= (byte) (0x80 >>> (index % 8));
        return new SignatureBits(changed);
    }

    SignatureBits first(int count) {
        if (count < 0 || count >= bytes.length) {
            throw new IllegalArgumentException(
                    "To truncate a signature of " + bytes.length + " bytes, keep fewer of them, not " + count + ".");
        }
        return new SignatureBits(Arrays.copyOf(bytes, count));
    }

    SignatureBits with(byte[] suffix) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + suffix.length);
        System.arraycopy(suffix, 0, longer, bytes.length, suffix.length);
        return new SignatureBits(longer);
    }

    /** Random bytes of the same length, or 32 for an empty signature; never the same bytes. */
    SignatureBits noise(SecureRandom random) {
        byte[] noise = new byte[bytes.length == 0 ? 32 : bytes.length];
        do {
            random.nextBytes(noise);
        } while (Arrays.equals(noise, bytes));
        return new SignatureBits(noise);
    }
}

package dev.postern.run;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time codes: RFC 6238 with SHA-1, 6 digits, steps of 30 s. */
final class Totp {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int STEP_SECONDS = 30;

    private Totp() {}

    /** The number of the step of time to which a moment belongs; each has one code. */
    static long step(Instant at) {
        return at.getEpochSecond() / STEP_SECONDS;
    }

    /** How long it is from a moment until another code counts. */
    static Duration untilNext(Instant at) {
        return Duration.between(at, Instant.ofEpochSecond((step(at) + 1) * STEP_SECONDS));
    }

    /**
     * The code of that moment.
     *
     * @throws IllegalArgumentException where the seed is not base32 (RFC 4648 6)
     */
    static String code(String seed, Instant at) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(decode(seed), "HmacSHA1"));
            var hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step(at)).array());
            // RFC 4226 5.3: dynamic truncation
            var offset = hash[hash.length - 1] & 0xf;
            var number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    private static byte[] decode(String seed) {
        var text = seed.replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        var bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        long buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            var value = BASE32.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("the TOTP seed is not base32");
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (buffer >> bits));
            }
        }
        return bytes.array();
    }
}

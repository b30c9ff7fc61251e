package dev.postern.samples;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, thirty seconds. */
final class Totp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SEED_BYTES = 20;
    private static final int STEP_SECONDS = 30;

    private final String seed;

    private Totp(String seed) {
        this.seed = seed;
    }

    static Totp fromNewSeed(Secrets secrets) {
        return new Totp(secrets.remember(base32(Secrets.bytes(SEED_BYTES))));
    }

    static Totp of(String seed) {
        return new Totp(seed);
    }

    String seed() {
        return seed;
    }

    /** The code of this moment, or of one step earlier or later: clocks differ. */
    boolean accepts(String code, Instant now) {
        boolean accepted = false;
        for (int step = -1; step <= 1; step++) {
            accepted |= ApiKeys.same(code, codeAt(now.plusSeconds((long) step * STEP_SECONDS)));
        }
        return accepted;
    }

    String codeAt(Instant moment) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(fromBase32(seed), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(Math.floorDiv(moment.getEpochSecond(), (long) STEP_SECONDS))
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8 | (b & 0xff)) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt(buffer >> (bits - 5) & 31));
            }
        }
        return text.toString();
    }

    private static byte[] fromBase32(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = (buffer << 5 | BASE32.indexOf(text.charAt(i))) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (buffer >> bits));
            }
        }
        return bytes.array();
    }
}

package dev.postern.cli;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes as an app shows them (RFC 6238), made without Postern's own code. */
final class Codes {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECONDS = 30;

    private Codes() {}

    static String now(String seed) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(seed), "HmacSHA1"));
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(Instant.now().getEpochSecond() / SECONDS)
                    .array());
            var number = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                            .getInt()
                    & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String seed) {
        var bytes = ByteBuffer.allocate(seed.length() * 5 / 8);
        var bits = 0L;
        var count = 0;
        for (var at = 0; at < seed.length(); at++) {
            bits = bits << 5 | BASE32.indexOf(seed.charAt(at));
            count += 5;
            if (count >= 8 && bytes.hasRemaining()) {
                count -= 8;
                bytes.put((byte) (bits >> count));
            }
        }
        return bytes.array();
    }
}

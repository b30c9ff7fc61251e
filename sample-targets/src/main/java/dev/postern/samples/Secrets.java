package dev.postern.samples;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the secrets of one start of the sample, and remembers every one of them. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** A new secret of 192 bits, base64url: fit for passwords, keys, tokens and cookies. */
    String next() {
        return remember(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24)));
    }

    String remember(String secret) {
        known.add(secret);
        return secret;
    }

    Set<String> known() {
        return Set.copyOf(known);
    }

    /** Eight random hex digits: to tell things apart, not to protect them. */
    static String mark() {
        return HexFormat.of().formatHex(bytes(4));
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

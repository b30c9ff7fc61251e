package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/**
 * The secrets known so far, and a search for them in every encoding. Escapes (percent, form, JSON, HTML) are undone in
 * the text ({@link View}); base64 and hex are looked for as they are; letters of either case are the same.
 */
final class Vault {

    /** A part of a secret of this many bytes gives it away; a shorter secret is looked for as a whole. */
    static final int WINDOW = 12;

    /** Shorter secrets would be found in every other word. */
    static final int SHORTEST = WholeWords.SHORTEST;

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<String> known = new HashSet<>();
    private final Fingerprints parts = new Fingerprints(WINDOW);
    private final WholeWords words = new WholeWords();
    private final Fingerprints quads = new Fingerprints(SHORTEST);

    void learn(String secret) {
        lock.writeLock().lock();
        try {
            if (secret.isEmpty() || !known.add(secret)) {
                return;
            }
            quads.addAll(secret.getBytes(UTF_8));
            if (secret.length() < SHORTEST) {
                return;
            }
            learn(secret, secret.getBytes(UTF_8));
            if (!isAscii(secret) && ISO_8859_1.newEncoder().canEncode(secret)) {
                learn(secret, secret.getBytes(ISO_8859_1)); // Basic credentials of old clients
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private void learn(String secret, byte[] bytes) {
        var forms = forms(withoutJwtHeader(secret, bytes));
        if (bytes.length >= WINDOW) {
            forms.forEach(parts::addAll);
        } else {
            forms.forEach(words::add);
        }
    }

    /** The header of a JWT is no secret: it is what a reader needs to see. */
    private static byte[] withoutJwtHeader(String secret, byte[] bytes) {
        return JWT.matcher(secret).matches()
                        && secret.startsWith("eyJ")
                        && secret.length() > secret.indexOf('.') + WINDOW
                ? Arrays.copyOfRange(bytes, secret.indexOf('.') + 1, bytes.length)
                : bytes;
    }

    private static List<byte[]> forms(byte[] secret) {
        var forms = new ArrayList<byte[]>();
        forms.add(secret);
        forms.add(HexFormat.of().formatHex(secret).getBytes(UTF_8));
        for (var shift = 0; shift < 3; shift++) {
            var shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            // Only the digits that depend on the secret and on nothing beside it.
            var from = (shift * 8 + 5) / 6;
            var to = (shift + secret.length) * 8 / 6;
            forms.add(Arrays.copyOfRange(Base64.getEncoder().encode(shifted), from, to));
            forms.add(Arrays.copyOfRange(Base64.getUrlEncoder().encode(shifted), from, to));
        }
        return forms;
    }

    /** The characters of a text that give a secret away. */
    BitSet find(String text) {
        var found = new BitSet(text.length());
        lock.readLock().lock();
        try {
            for (var view : View.of(text)) {
                view.mark(parts, WINDOW, words, found);
            }
        } finally {
            lock.readLock().unlock();
        }
        return found;
    }

    /** Whether a short text shares anything with a secret that could tell about it. */
    boolean sharesSomething(String text) {
        var hit = new boolean[1];
        lock.readLock().lock();
        try {
            quads.search(text.getBytes(UTF_8), start -> hit[0] = true);
            var lower = text.toLowerCase(Locale.ROOT);
            return hit[0]
                    || known.stream()
                            .filter(s -> s.length() < SHORTEST || lower.length() < SHORTEST)
                            .map(s -> s.toLowerCase(Locale.ROOT))
                            .anyMatch(s -> s.equals(lower) || (s.length() < SHORTEST && lower.contains(s)));
        } finally {
            lock.readLock().unlock();
        }
    }
}

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
 *
 * <p>A short secret that is an ordinary word or number is not looked for as it is: it would be found in paths and prose,
 * and what is hidden there would tell it. It is hidden where credentials travel ({@link #isKnown}), and in base64 and hex.
 */
final class Vault {

    /** A part of a secret of this many bytes gives it away; a shorter secret is looked for as a whole. */
    static final int WINDOW = 12;

    /** Shorter secrets would be found in every other word. */
    static final int SHORTEST = WholeWords.SHORTEST;

    /** Of an encoded secret a part of {@value} bytes more than {@link #WINDOW} is found: that saves memory. */
    private static final int SLACK = 4;

    /** What was made up may share less than this many bytes with a secret by chance. */
    private static final int CHANCE = 8;

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");
    private static final Pattern ORDINARY = Pattern.compile("[A-Z]?[a-z]{1,11}|[A-Z]{1,11}|[0-9]{1,5}");

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<String> known = new HashSet<>();
    /** In lower case. */
    private final Set<String> whole = new HashSet<>();

    private final Set<String> tiny = new HashSet<>();
    private boolean hasOrdinary;
    private final Fingerprints parts = new Fingerprints(WINDOW);
    private final WholeWords words = new WholeWords();
    private final Fingerprints quads = new Fingerprints(SHORTEST);
    private final Fingerprints octets = new Fingerprints(CHANCE);

    void learn(String secret) {
        lock.writeLock().lock();
        try {
            if (secret.isEmpty() || !known.add(secret)) {
                return;
            }
            var lower = secret.toLowerCase(Locale.ROOT);
            whole.add(lower);
            if (secret.length() < SHORTEST) {
                tiny.add(lower);
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

    private void learn(String secret, byte[] whole) {
        var bytes = withoutJwtHeader(secret, whole);
        quads.addAll(bytes);
        octets.addAll(bytes);
        if (whole.length >= WINDOW) {
            parts.addAll(bytes);
            encoded(bytes).forEach(form -> parts.addSome(form, SLACK + 1));
            return;
        }
        if (isOrdinary(secret)) {
            hasOrdinary = true;
        } else {
            words.add(bytes, true);
        }
        encoded(bytes).stream().filter(form -> form.length >= SHORTEST).forEach(form -> words.add(form, false));
    }

    /** How many parts of secrets it holds. */
    int size() {
        lock.readLock().lock();
        try {
            return parts.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether it knows a secret that is not looked for as it is. */
    boolean hasOrdinary() {
        lock.readLock().lock();
        try {
            return hasOrdinary;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether a secret is a short word or number, of which paths and prose are full. */
    static boolean isOrdinary(String secret) {
        return ORDINARY.matcher(secret).matches();
    }

    /** The header of a JWT is no secret: it is what a reader needs to see. */
    private static byte[] withoutJwtHeader(String secret, byte[] bytes) {
        return JWT.matcher(secret).matches()
                        && secret.startsWith("ey")
                        && secret.length() > secret.indexOf('.') + WINDOW
                ? Arrays.copyOfRange(bytes, secret.indexOf('.') + 1, bytes.length)
                : bytes;
    }

    private static List<byte[]> encoded(byte[] secret) {
        var forms = new ArrayList<byte[]>();
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
            if (known.isEmpty()) {
                return found;
            }
            for (var view : View.of(text)) {
                view.mark(parts, WINDOW, words, found);
            }
        } finally {
            lock.readLock().unlock();
        }
        return found;
    }

    /** Whether the text is a secret, letters of either case being the same. */
    boolean isKnown(String text) {
        lock.readLock().lock();
        try {
            return whole.contains(text.toLowerCase(Locale.ROOT));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether a short text shares anything with a secret that could tell about it. */
    boolean sharesSomething(String text) {
        lock.readLock().lock();
        try {
            return isOrHoldsShort(text) || quads.anyIn(text.getBytes(UTF_8));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether a text that was made up shares more with a secret than chance can explain. */
    boolean sharesMoreThanChance(String text) {
        lock.readLock().lock();
        try {
            var bytes = text.getBytes(UTF_8);
            var hit = new boolean[1];
            words.search(Fingerprints.folded(bytes), (start, end) -> hit[0] = true);
            return hit[0]
                    || isOrHoldsShort(text)
                    || octets.anyIn(bytes)
                    || !find(text).isEmpty();
        } finally {
            lock.readLock().unlock();
        }
    }

    private boolean isOrHoldsShort(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return whole.contains(lower) || tiny.stream().anyMatch(lower::contains);
    }
}

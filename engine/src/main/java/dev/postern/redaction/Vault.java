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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The secrets known so far, and a search for them in every encoding. What the audit makes up itself is forgotten long after
 * it was last used, since it would fill the memory: thousands of forgeries are sent and never again. Escapes (percent, form, JSON, HTML) are undone in
 * the text ({@link View}); base64 and hex are looked for as they are; letters of either case are the same.
 */
final class Vault {

    /** A part of a secret of this many bytes gives it away; a shorter secret is looked for as a whole. */
    static final int WINDOW = 12;

    /** Shorter secrets would be found in every other word. */
    static final int SHORTEST = WholeWords.SHORTEST;

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    /** Parts of forgeries that are remembered; one generation of some hundred tokens takes 8 MiB. */
    private static final int MOST_FORGED = 500_000;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final int mostForged;
    private final Generation lasting = new Generation();
    private Generation forged = new Generation();
    private Generation forgedBefore = new Generation();

    Vault() {
        this(MOST_FORGED);
    }

    /** @param mostForged parts of forgeries after which those that were used before are on their way out */
    Vault(int mostForged) {
        this.mostForged = mostForged;
    }

    /** Secrets that are remembered for the same time. */
    private static final class Generation {
        private final Set<String> known = new HashSet<>();
        private final Fingerprints parts = new Fingerprints(WINDOW);
        private final WholeWords words = new WholeWords();
        private final Fingerprints quads = new Fingerprints(SHORTEST);
    }

    private List<Generation> generations() {
        return List.of(lasting, forged, forgedBefore);
    }

    /** No more sets than hold something: each is asked at every byte of a text. */
    private Fingerprints[] of(Function<Generation, Fingerprints> sets) {
        return generations().stream().map(sets).filter(set -> set.size() > 0).toArray(Fingerprints[]::new);
    }

    void learn(String secret) {
        lock.writeLock().lock();
        try {
            learn(secret, lasting);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Remembers for a good while what is no secret of anybody's, but made up for one request or a few. */
    void learnForged(String secret) {
        lock.writeLock().lock();
        try {
            if (lasting.known.contains(secret)) {
                return;
            }
            if (forged.parts.size() > mostForged) {
                forgedBefore = forged;
                forged = new Generation();
            }
            learn(secret, forged);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static void learn(String secret, Generation into) {
        if (secret.isEmpty() || !into.known.add(secret)) {
            return;
        }
        into.quads.addAll(secret.getBytes(UTF_8));
        if (secret.length() < SHORTEST) {
            return;
        }
        learn(secret, secret.getBytes(UTF_8), into);
        if (!isAscii(secret) && ISO_8859_1.newEncoder().canEncode(secret)) {
            learn(secret, secret.getBytes(ISO_8859_1), into); // Basic credentials of old clients
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static void learn(String secret, byte[] bytes, Generation into) {
        var forms = forms(withoutJwtHeader(secret, bytes));
        if (bytes.length >= WINDOW) {
            forms.forEach(into.parts::addAll);
        } else {
            forms.forEach(into.words::add);
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
            var parts = of(generation -> generation.parts);
            var words = generations().stream().map(g -> g.words).toList();
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
            Fingerprints.search(text.getBytes(UTF_8), of(generation -> generation.quads), start -> hit[0] = true);
            var lower = text.toLowerCase(Locale.ROOT);
            return hit[0]
                    || generations().stream()
                            .flatMap(generation -> generation.known.stream())
                            .filter(s -> s.length() < SHORTEST || lower.length() < SHORTEST)
                            .map(s -> s.toLowerCase(Locale.ROOT))
                            .anyMatch(s -> s.equals(lower) || (s.length() < SHORTEST && lower.contains(s)));
        } finally {
            lock.readLock().unlock();
        }
    }
}

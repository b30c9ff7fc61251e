package dev.postern.redaction;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A set of byte strings of one length, of which only 64-bit hashes are kept, and a search for all of them in one pass
 * over a text (Karp and Rabin). Letters of either case are the same. A false hit, one in 10^13 for a text of 64 KiB and a
 * million strings, would only hide a word too many.
 */
final class Fingerprints {

    private static final long BASE = 0x9E3779B97F4A7C15L | 1;

    private final int length;
    private final long outgoing;
    private long[] table = new long[64];
    /** One bit for most absent hashes: small enough to stay in the processor's cache, as the table is not. */
    private long[] filter = new long[4];

    private int size;

    Fingerprints(int length) {
        this.length = length;
        var power = 1L;
        for (var i = 1; i < length; i++) {
            power *= BASE;
        }
        outgoing = power;
    }

    /** Adds every part of that length. */
    void addAll(byte[] text) {
        scan(text, (hash, start) -> add(hash));
    }

    /** Adds every so many of the parts of that length: whatever is longer by as many bytes holds one of them. */
    void addSome(byte[] text, int every) {
        scan(text, (hash, start) -> {
            if (start % every == 0) {
                add(hash);
            }
        });
    }

    /** Whether any part of the text is in the set. */
    boolean anyIn(byte[] text) {
        var found = new boolean[1];
        search(text, start -> found[0] = true);
        return found[0];
    }

    /** Tells where each part begins that is in the set. */
    void search(byte[] text, IntConsumer found) {
        scan(text, (hash, start) -> {
            if (contains(hash)) {
                found.accept(start);
            }
        });
    }

    /** How many there are. */
    int size() {
        return size;
    }

    private interface Visitor {
        void visit(long hash, int start);
    }

    private void scan(byte[] text, Visitor visitor) {
        var hash = 0L;
        for (var i = 0; i < text.length; i++) {
            if (i >= length) {
                hash -= fold(text[i - length]) * outgoing;
            }
            hash = hash * BASE + fold(text[i]);
            if (i >= length - 1) {
                visitor.visit(hash == 0 ? 1 : hash, i - length + 1);
            }
        }
    }

    private static long fold(byte b) {
        return (b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff) + 1L;
    }

    /** The text with its ASCII letters in lower case. */
    static byte[] folded(byte[] text) {
        var folded = text.clone();
        for (var i = 0; i < folded.length; i++) {
            if (folded[i] >= 'A' && folded[i] <= 'Z') {
                folded[i] = (byte) (folded[i] + 32);
            }
        }
        return folded;
    }

    private void add(long hash) {
        if (contains(hash)) {
            return;
        }
        if (size * 2 >= table.length) {
            var old = table;
            table = new long[old.length * 2];
            filter = new long[table.length / 16];
            Arrays.stream(old).filter(h -> h != 0).forEach(this::put);
        }
        put(hash);
        size++;
    }

    private void put(long hash) {
        table[slot(hash)] = hash;
        filter[word(hash)] |= 1L << (hash >>> 58);
    }

    private boolean contains(long hash) {
        return (filter[word(hash)] & 1L << (hash >>> 58)) != 0 && table[slot(hash)] == hash;
    }

    private int word(long hash) {
        return (int) (hash >>> 29) & (filter.length - 1);
    }

    /** The place of a hash, or the empty place where it would be. */
    private int slot(long hash) {
        var mask = table.length - 1;
        var slot = (int) ((hash * 0xBF58476D1CE4E5B9L) >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}

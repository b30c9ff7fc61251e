package dev.postern.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Short byte strings of any length from 4 that are found as a whole, all in one pass over a text: by their first four
 * bytes, and then byte by byte. Letters of either case are the same.
 */
final class WholeWords {

    static final int SHORTEST = 4;

    private final Map<Integer, List<byte[]>> byStart = new HashMap<>();
    private final BitSet starts = new BitSet(1 << 16);

    /** Tells where a word begins and ends. */
    interface Visitor {
        void found(int start, int end);
    }

    void add(byte[] word) {
        var folded = Fingerprints.folded(word);
        var start = 0;
        for (var i = 0; i < SHORTEST; i++) {
            start = (start << 8) | (folded[i] & 0xff);
        }
        starts.set(digest(start));
        var words = byStart.computeIfAbsent(start, s -> new ArrayList<>());
        if (words.stream().noneMatch(w -> Arrays.equals(w, folded))) {
            words.add(folded);
        }
    }

    /** Most places are ruled out by one bit, before the map is asked. */
    private static int digest(int start) {
        return (start * 0x9E3779B1) >>> 16;
    }

    void search(byte[] folded, Visitor visitor) {
        if (byStart.isEmpty()) {
            return;
        }
        var start = 0;
        for (var i = 0; i < folded.length; i++) {
            start = (start << 8) | (folded[i] & 0xff);
            if (i >= SHORTEST - 1 && starts.get(digest(start))) {
                var from = i - SHORTEST + 1;
                for (var word : byStart.getOrDefault(start, List.of())) {
                    var to = from + word.length;
                    if (to <= folded.length && Arrays.equals(folded, from, to, word, 0, word.length)) {
                        visitor.found(from, to);
                    }
                }
            }
        }
    }
}

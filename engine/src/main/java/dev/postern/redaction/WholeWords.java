package dev.postern.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Short byte strings of any length from 4 that are found as a whole, all in one pass over a text: by their first four
 * bytes, and then byte by byte. Letters of either case are the same. Some count only where no letter or digit stands
 * beside them: four of them within a longer number are chance.
 */
final class WholeWords {

    static final int SHORTEST = 4;

    private final Map<Integer, List<Word>> byStart = new HashMap<>();
    private final BitSet starts = new BitSet(1 << 16);

    @SuppressWarnings("ArrayRecordComponent") // words are looked for, and never compared
    private record Word(byte[] bytes, boolean isDelimited) {

        boolean isAt(int from, byte[] text) {
            var to = from + bytes.length;
            return to <= text.length
                    && Arrays.equals(text, from, to, bytes, 0, bytes.length)
                    && !(isDelimited && (continues(text, from - 1, from) || continues(text, to, to - 1)));
        }

        private static boolean continues(byte[] text, int beside, int edge) {
            return beside >= 0 && beside < text.length && isAlphanumeric(text[beside]) && isAlphanumeric(text[edge]);
        }

        private static boolean isAlphanumeric(byte b) {
            return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b < 0;
        }
    }

    /** Tells where a word begins and ends. */
    interface Visitor {
        void found(int start, int end);
    }

    /**
     * Adds a word.
     *
     * @param isDelimited whether it counts only where it stands by itself
     */
    void add(byte[] word, boolean isDelimited) {
        var folded = Fingerprints.folded(word);
        var start = 0;
        for (var i = 0; i < SHORTEST; i++) {
            start = (start << 8) | (folded[i] & 0xff);
        }
        starts.set(digest(start));
        var words = byStart.computeIfAbsent(start, s -> new ArrayList<>());
        if (words.stream().noneMatch(w -> Arrays.equals(w.bytes, folded) && w.isDelimited == isDelimited)) {
            words.add(new Word(folded, isDelimited));
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
                    if (word.isAt(from, folded)) {
                        visitor.found(from, from + word.bytes.length);
                    }
                }
            }
        }
    }
}

package dev.postern.oracle;

import dev.postern.oracle.Node.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How alike two bodies are, from 0 to 1.
 *
 * @param structure of the shapes: Jaccard index of (path, type), of runs of five words, or of the bytes
 * @param apart the same without what a denial has as well
 * @param values share of the reference's stable values that the other has; empty where the reference has none
 * @param exact whether nothing but restless fields differs
 * @param comparedExactly whether one of the bodies is so short that only {@code exact} counts
 * @param parts of how many (path, type) pairs or runs of words the shape of the reference consists that a denial has not
 */
record Similarity(
        double structure, double apart, OptionalDouble values, boolean exact, boolean comparedExactly, int parts) {

    private static final List<String> SCALARS = List.of("string", "number", "boolean");

    /** Nothing in common. */
    private static final Similarity NONE = new Similarity(0, 0, OptionalDouble.of(0), false, false, 0);

    /** How like the reference the other is. */
    static Similarity of(Fingerprint reference, DynamicFields learnt, Fingerprint other) {
        if (reference.kind() != other.kind()) {
            return NONE;
        }
        boolean structured = reference.kind().isStructured();
        int parts =
                structured ? uncommon(reference, learnt) : reference.shingles().size();
        if (reference.digest().equals(other.digest())) {
            return new Similarity(1, 1, OptionalDouble.of(1), true, false, parts);
        }
        boolean brief = reference.isShort() || other.isShort();
        if (reference.kind() == Fingerprint.Kind.BINARY) {
            return binary(reference, other, brief);
        }
        var structure = structured
                ? likeness(reference.slots(), other.slots(), learnt.restless())
                : jaccard(reference.shingles(), other.shingles(), Set.of());
        var values = share(learnt.stable(), other.values());
        boolean exact = structure == 1 && values.orElse(0) == 1;
        var apart = structured && !learnt.common().isEmpty()
                ? likeness(reference.slots(), other.slots(), union(learnt.restless(), learnt.common()))
                : structure;
        return new Similarity(structure, apart, values, exact, brief, parts);
    }

    private static int uncommon(Fingerprint print, DynamicFields learnt) {
        var slots = new HashSet<>(print.slots());
        slots.removeAll(learnt.common());
        return slots.size();
    }

    private static Set<Slot> union(Set<Slot> one, Set<Slot> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    /** Whether shape and values are those of the reference. */
    boolean isSame(Thresholds than) {
        if (comparedExactly) {
            return exact;
        }
        return structure >= than.structure() && values.isPresent() && values.getAsDouble() >= than.values();
    }

    /** Whether the shape is that of the reference, and rich enough to mean something. */
    boolean isSameShape(Thresholds than) {
        return !comparedExactly && structure >= than.structure() && apart >= than.structure() && parts >= than.parts();
    }

    /** {@code structure 100 %, values 98 %}; rounded down, so that 100 % means all. */
    String words() {
        var shape = "structure " + percent(structure);
        return values.isPresent() ? shape + ", values " + percent(values.getAsDouble()) : shape + ", no stable values";
    }

    static String percent(double share) {
        return (int) Math.floor(share * 100) + " %";
    }

    /** Of the given values, the share that is among the others; empty where none are given. */
    static OptionalDouble share(Map<Node.Leaf, Integer> wanted, Map<Node.Leaf, Integer> among) {
        long all = 0;
        long found = 0;
        for (var entry : wanted.entrySet()) {
            all += entry.getValue();
            found += Math.min(entry.getValue(), among.getOrDefault(entry.getKey(), 0));
        }
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) found / all);
    }

    /**
     * Jaccard index of two shapes. A member that is null here and a text or number there is the same member: optional
     * members would else make two users' data look like different kinds of data.
     */
    private static double likeness(Set<Slot> one, Set<Slot> other, Set<Slot> disregard) {
        return jaccard(settled(one, other), settled(other, one), disregard);
    }

    private static Set<Slot> settled(Set<Slot> shape, Set<Slot> by) {
        var settled = new HashSet<Slot>();
        for (var slot : shape) {
            if (!slot.type().equals("null")) {
                settled.add(slot);
                continue;
            }
            SCALARS.stream()
                    .map(type -> new Slot(slot.path(), type))
                    .filter(by::contains)
                    .findFirst()
                    .ifPresentOrElse(settled::add, () -> settled.add(slot));
        }
        return settled;
    }

    private static <T> double jaccard(Set<T> one, Set<T> other, Set<T> disregard) {
        var union = new HashSet<>(one);
        union.addAll(other);
        union.removeAll(disregard);
        if (union.isEmpty()) {
            return 1;
        }
        long common =
                union.stream().filter(s -> one.contains(s) && other.contains(s)).count();
        return (double) common / union.size();
    }

    /** Bytes that differ are at best of the same sort: about as many of them. */
    private static Similarity binary(Fingerprint one, Fingerprint other, boolean brief) {
        boolean alike = Math.abs(one.length() - other.length()) <= 0.02 * one.length();
        return new Similarity(alike ? 1 : 0, alike ? 1 : 0, OptionalDouble.of(0), false, brief, Integer.MAX_VALUE);
    }
}

package dev.postern.run;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Values that are made once for a key, also when many ask at once; other keys do not wait. */
final class Memo<K, V> {

    private final ConcurrentHashMap<K, Slot<V>> slots = new ConcurrentHashMap<>();

    V get(K key, Function<K, V> make) {
        return slots.computeIfAbsent(key, k -> new Slot<>()).get(() -> make.apply(key));
    }

    /** Forgets a value that is of no more use, unless another one has taken its place already. */
    void forget(K key, V value) {
        slots.computeIfPresent(key, (k, slot) -> slot.holds(value) ? null : slot);
    }

    private static final class Slot<V> {
        private volatile V value;

        /** Waits for nobody: a slot that is being filled holds nothing yet. */
        boolean holds(V other) {
            return value == other;
        }

        synchronized V get(Supplier<V> make) {
            if (value == null) {
                value = make.get();
            }
            return value;
        }
    }
}

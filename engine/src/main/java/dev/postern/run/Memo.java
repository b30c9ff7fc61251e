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

    void forget(K key) {
        slots.remove(key);
    }

    private static final class Slot<V> {
        private V value;

        synchronized V get(Supplier<V> make) {
            if (value == null) {
                value = make.get();
            }
            return value;
        }
    }
}

package dev.postern.run;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Values that are made once for a key, also when many ask at once; other keys do not wait. */
final class Memo<K, V> {

    private final ConcurrentHashMap<K, Slot<V>> slots = new ConcurrentHashMap<>();
    private final Optional<BoundedMap<K, V>> bound;

    /** One that keeps all values. */
    Memo() {
        this.bound = Optional.empty();
    }

    /**
     * One that forgets what was asked for longest ago, as soon as all values together weigh too much. A value that is asked
     * for after that is made again.
     */
    Memo(long most, ToLongFunction<V> weight) {
        this.bound = Optional.of(new BoundedMap<>(most, weight, slots::remove));
    }

    V get(K key, Function<K, V> make) {
        return slots.computeIfAbsent(key, k -> new Slot<>()).get(() -> make.apply(key), made -> use(key, made));
    }

    private void use(K key, V value) {
        bound.ifPresent(map -> {
            if (map.get(key).isEmpty()) {
                map.put(key, value);
            }
        });
    }

    /** Forgets a value that is of no more use, unless another one has taken its place already. */
    void forget(K key, V value) {
        slots.computeIfPresent(key, (k, slot) -> slot.holds(value) ? null : slot);
        bound.ifPresent(map -> map.remove(key));
    }

    /** Forgets all values. */
    void clear() {
        slots.clear();
        bound.ifPresent(BoundedMap::clear);
    }

    private static final class Slot<V> {
        private volatile V value;

        /** Waits for nobody: a slot that is being filled holds nothing yet. */
        boolean holds(V other) {
            return value == other;
        }

        V get(Supplier<V> make, Consumer<V> used) {
            var made = made(make);
            used.accept(made);
            return made;
        }

        private synchronized V made(Supplier<V> make) {
            if (value == null) {
                value = make.get();
            }
            return value;
        }
    }
}

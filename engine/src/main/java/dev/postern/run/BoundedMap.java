package dev.postern.run;

import dev.postern.api.http.Exchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Values of which those that were asked for longest ago are dropped, as soon as all together weigh too much. For many
 * threads.
 */
final class BoundedMap<K, V> {

    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private final ToLongFunction<V> weight;
    private final Consumer<K> dropped;
    private long total;

    /**
     * An empty one.
     *
     * @param most what all values may weigh together; the latest is kept whatever it weighs
     * @param dropped is told of each key whose value is dropped
     */
    BoundedMap(long most, ToLongFunction<V> weight, Consumer<K> dropped) {
        this.most = most;
        this.weight = weight;
        this.dropped = dropped;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized void put(K key, V value) {
        remove(key);
        values.put(key, value);
        total += weight.applyAsLong(value);
        var eldest = values.entrySet().iterator();
        while (total > most && values.size() > 1) {
            var entry = eldest.next();
            eldest.remove();
            total -= weight.applyAsLong(entry.getValue());
            dropped.accept(entry.getKey());
        }
    }

    synchronized void remove(K key) {
        var value = values.remove(key);
        if (value != null) {
            total -= weight.applyAsLong(value);
        }
    }

    synchronized void clear() {
        values.clear();
        total = 0;
    }

    /** What an exchange takes up in memory, about: its bodies, and as much as most heads take. */
    static long bytes(Exchange exchange) {
        return 4_096L
                + exchange.request().body().length()
                + exchange.response().map(r -> r.body().length()).orElse(0);
    }

    /** A share of the memory that this process may have. */
    static long shareOfMemory(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }
}

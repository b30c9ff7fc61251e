package dev.postern.samples;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Counts the requests of each key. */
@FunctionalInterface
interface RateLimit {
    int REQUESTS = 10;
    Duration WINDOW = Duration.ofSeconds(2);

    /**
     * Counts one request of this key: zero if it is admitted, else how long the key must wait.
     *
     * @param address whom the request says that it comes from; the client's own word
     */
    Duration admit(String key, String address);

    /** The limit that the target file declares. */
    static RateLimit declared() {
        return new FixedWindow(REQUESTS, WINDOW, System::nanoTime);
    }

    static RateLimit absent() {
        return (key, address) -> Duration.ZERO;
    }

    /** One counter for everybody. */
    static RateLimit global() {
        RateLimit shared = declared();
        return (key, address) -> shared.admit("all", address);
    }

    /** Each node behind the load balancer counts what it sees itself. */
    static RateLimit perNode(int nodes) {
        RateLimit[] counters =
                IntStream.range(0, nodes).mapToObj(i -> declared()).toArray(RateLimit[]::new);
        AtomicInteger turn = new AtomicInteger();
        return (key, address) -> counters[Math.floorMod(turn.getAndIncrement(), nodes)].admit(key, address);
    }

    /** The address is part of the counter's name. */
    static RateLimit perAddress() {
        RateLimit counted = declared();
        return (key, address) -> counted.admit(key + " from " + address, address);
    }

    /** A window of fixed length that begins with a key's first request after the last window. */
    final class FixedWindow implements RateLimit {
        private record Window(long openedAt, int admitted) {}

        private final int requests;
        private final long windowNanos;
        private final LongSupplier monotonicNanos;
        private final Map<String, Window> windows = new HashMap<>();

        FixedWindow(int requests, Duration window, LongSupplier monotonicNanos) {
            this.requests = requests;
            this.windowNanos = window.toNanos();
            this.monotonicNanos = monotonicNanos;
        }

        @Override
        public synchronized Duration admit(String key, String address) {
            long now = monotonicNanos.getAsLong();
            Window window = windows.get(key);
            if (window == null || now - window.openedAt() >= windowNanos) {
                window = new Window(now, 0);
            }
            if (window.admitted() >= requests) {
                return Duration.ofNanos(windowNanos - (now - window.openedAt()));
            }
            windows.put(key, new Window(window.openedAt(), window.admitted() + 1));
            return Duration.ZERO;
        }
    }
}

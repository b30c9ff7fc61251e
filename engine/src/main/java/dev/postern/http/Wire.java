package dev.postern.http;

import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Sends requests over connections that are kept and used again. */
final class Wire implements Transport, AutoCloseable {

    private final Dialer dialer;
    private final int limit;
    private final int mostIdle;
    private final BooleanSupplier again;
    private final Map<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();
    /** Who has sent something that nobody asked for: its answers cannot be told apart on one connection. */
    private final Set<Origin> garrulous = ConcurrentHashMap.newKeySet();

    private final ThreadLocal<Boolean> fresh = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;

    /**
     * A transport.
     *
     * @param limit most bytes of a body that are read
     * @param mostIdle most connections to one origin that are kept
     * @param again counts one more request, for one that is sent again; false where none is left
     */
    Wire(Dialer dialer, int limit, int mostIdle, BooleanSupplier again) {
        this.again = again;
        this.dialer = dialer;
        this.limit = limit;
        this.mostIdle = mostIdle;
    }

    @Override
    public WireResponse exchange(WireRequest request, Abort abort) throws Exception {
        // A server may end an idle connection while the request is on its way. A safe request can be sent again
        // (RFC 9110 9.2.2); another one gets a new connection from the start.
        if (request.isSafe() && RequestBytes.isPlain(request) && !fresh.get()) {
            var kept = take(request.origin());
            if (kept.isPresent()) {
                try {
                    return exchange(request, kept.get(), abort);
                } catch (Connection.SilentException e) {
                    if (!again.getAsBoolean()) {
                        throw e;
                    }
                }
            }
        }
        return exchange(request, dialer.dial(request.origin(), abort), abort);
    }

    /** Does something on whose way no connection is used again. */
    <T> T freshly(Supplier<T> sending) {
        fresh.set(true);
        try {
            return sending.get();
        } finally {
            fresh.remove();
        }
    }

    private WireResponse exchange(WireRequest request, Connection connection, Abort abort) throws Exception {
        abort.guard(connection);
        try {
            var response = connection.exchange(request, limit);
            abort.release();
            keep(connection);
            return response;
        } catch (Exception e) {
            connection.close();
            throw e;
        }
    }

    private Optional<Connection> take(Origin origin) throws IOException {
        var kept = idle.computeIfAbsent(origin, o -> new LinkedBlockingDeque<>(mostIdle));
        for (var connection = kept.pollFirst(); connection != null; connection = kept.pollFirst()) {
            if (connection.isReusable()) {
                return Optional.of(connection);
            }
            note(connection);
            connection.close();
        }
        return Optional.empty();
    }

    private void note(Connection connection) {
        if (connection.holdsUnasked()) {
            garrulous.add(connection.origin());
        }
    }

    private void keep(Connection connection) throws IOException {
        var kept = idle.computeIfAbsent(connection.origin(), o -> new LinkedBlockingDeque<>(mostIdle));
        note(connection);
        if (closed
                || garrulous.contains(connection.origin())
                || !connection.isReusable()
                || !kept.offerFirst(connection)) {
            connection.close();
        }
    }

    /** Closes the connections that are idle. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (var kept : idle.values()) {
            for (var connection = kept.pollFirst(); connection != null; connection = kept.pollFirst()) {
                connection.close();
            }
        }
    }
}

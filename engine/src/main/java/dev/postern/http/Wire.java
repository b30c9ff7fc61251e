package dev.postern.http;

import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/** Sends requests over connections that are kept and used again. */
final class Wire implements Transport, AutoCloseable {

    private final Dialer dialer;
    private final int limit;
    private final int mostIdle;
    private final Map<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A transport.
     *
     * @param limit most bytes of a body that are read
     * @param mostIdle most connections to one origin that are kept
     */
    Wire(Dialer dialer, int limit, int mostIdle) {
        this.dialer = dialer;
        this.limit = limit;
        this.mostIdle = mostIdle;
    }

    @Override
    public WireResponse exchange(WireRequest request, Abort abort) throws Exception {
        // A server may end an idle connection while the request is on its way. A safe request can be sent again
        // (RFC 9110 9.2.2); another one gets a new connection from the start.
        if (request.isSafe() && RequestBytes.isPlain(request)) {
            var kept = take(request.origin());
            if (kept.isPresent()) {
                try {
                    return exchange(request, kept.get(), abort);
                } catch (Connection.SilentException e) {
                    // Falls through to a new connection.
                }
            }
        }
        return exchange(request, dialer.dial(request.origin(), abort), abort);
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
            connection.close();
        }
        return Optional.empty();
    }

    private void keep(Connection connection) throws IOException {
        var kept = idle.computeIfAbsent(connection.origin(), o -> new LinkedBlockingDeque<>(mostIdle));
        if (closed || !connection.isReusable() || !kept.offerFirst(connection)) {
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

package dev.postern.listener;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Listener;
import dev.postern.api.target.Target.Listening;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Listens from the moment when something is first offered. Used by many threads. */
public final class ListeningServer implements Listener, AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_PLACES = 1000;
    private static final int THREADS = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Listening where;
    private final Duration patience;
    private final Map<String, OpenPlace> places = new ConcurrentHashMap<>();
    private Optional<Running> running = Optional.empty();
    private boolean closed;

    private record Running(HttpServer server, ExecutorService threads, String base) {}

    /**
     * Does not listen yet.
     *
     * @param longestWait the longest wait of one scenario; it bounds that of {@code where}
     */
    public ListeningServer(Listening where, Duration longestWait) {
        this.where = where;
        this.patience = where.patience().compareTo(longestWait) < 0 ? where.patience() : longestWait;
    }

    @Override
    public Place offer(String name, String mediaType, Function<URI, String> content) {
        if (!name.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("not a plain name: " + name);
        }
        if (places.size() >= MOST_PLACES) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED, "The listener offers " + MOST_PLACES + " things already.");
        }
        var base = start().base();
        var id = unguessable();
        var url = URI.create(base + "/" + id + "/" + name);
        var bytes = content.apply(url).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("more than " + MOST_BYTES + " bytes: " + name);
        }
        var place = new OpenPlace(url, mediaType, bytes, patience);
        places.put(id, place);
        return place;
    }

    private synchronized Running start() {
        if (closed) {
            throw new CannotTryException(Reason.REFUSED_BY_DOOR, "The audit was told to end.");
        }
        if (running.isEmpty()) {
            running = Optional.of(listen());
        }
        return running.get();
    }

    private Running listen() {
        try {
            var server = HttpServer.create(new InetSocketAddress(where.host(), where.port()), 0);
            var threads = Executors.newFixedThreadPool(THREADS, task -> {
                var thread = new Thread(task, "postern-listener");
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            return new Running(server, threads, base(server.getAddress().getPort()));
        } catch (IOException | RuntimeException e) { // a name without address is an unchecked exception here
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "Postern cannot listen at " + where.host() + ":" + where.port() + ", as `listener` says: "
                            + e.getMessage() + ".");
        }
    }

    private String base(int port) {
        var host = where.host().contains(":") ? "[" + where.host() + "]" : where.host();
        return where.url().map(URI::toString).orElse("http://" + host + ":" + port);
    }

    /** The path may have been changed by gateways on the way; whoever knows the id has it from the token. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var place = Arrays.stream(exchange.getRequestURI().getPath().split("/", -1))
                    .map(places::get)
                    .filter(known -> known != null)
                    .findFirst();
            if (place.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            place.get().called(call(exchange));
            respond(exchange, place.get());
        }
    }

    private static void respond(HttpExchange exchange, OpenPlace place) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", place.mediaType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                exchange.sendResponseHeaders(200, place.content().length);
                exchange.getResponseBody().write(place.content());
            }
            case "HEAD" -> exchange.sendResponseHeaders(200, -1);
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private static Call call(HttpExchange exchange) {
        var userAgent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent"))
                .map(OpenPlace::plain);
        return new Call(
                Instant.now(),
                OpenPlace.plain(exchange.getRequestMethod()),
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                userAgent);
    }

    private static String unguessable() {
        var bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes); // one case only: some clients change that of a path
    }

    /** Stops listening and ends all waits. */
    @Override
    public void close() {
        Optional<Running> open;
        synchronized (this) {
            closed = true;
            open = running;
            running = Optional.empty();
        }
        places.values().forEach(OpenPlace::close);
        open.ifPresent(r -> {
            r.server().stop(0);
            r.threads().shutdownNow();
        });
    }
}

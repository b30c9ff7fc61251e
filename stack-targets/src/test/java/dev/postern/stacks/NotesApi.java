package dev.postern.stacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The API on the JDK's own server. Only the verifier of its tokens differs from stack to stack. */
final class NotesApi implements Api {

    static {
        // else each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Verifier verifier;

    private NotesApi(Verifier verifier) throws IOException {
        this.verifier = verifier;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/notes", exchange -> answer(exchange, "notes:read", NOTES));
        server.createContext("/export", exchange -> answer(exchange, "notes:export", EXPORT));
    }

    static NotesApi start(Verifier verifier) {
        try {
            var api = new NotesApi(verifier);
            api.server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, String scope, String body) throws IOException {
        try (exchange) {
            var caller = caller(exchange);
            if (caller.isEmpty()) {
                refuse(exchange, 401, "invalid_token");
            } else if (!caller.get().scopes().contains(scope)) {
                refuse(exchange, 403, "insufficient_scope");
            } else {
                send(exchange, 200, body);
            }
        }
    }

    private Optional<Caller> caller(HttpExchange exchange) throws IOException {
        var field = exchange.getRequestHeaders().getFirst("Authorization");
        if (field == null || !field.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        try {
            return verifier.verify(field.substring(7).strip());
        } catch (Exception e) {
            send(exchange, 500, "{\"status\":500,\"error\":\"Internal Server Error\"}");
            throw new IOException(e);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String error) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"" + error + "\"");
        send(exchange, status, "{\"status\":" + status + ",\"error\":\"" + error + "\"}");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

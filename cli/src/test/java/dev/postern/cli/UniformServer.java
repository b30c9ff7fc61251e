package dev.postern.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A server that gives one answer to everything, or one that quotes what it was sent. */
final class UniformServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    private interface Answering {
        String body(HttpExchange exchange) throws IOException;
    }

    private UniformServer(int status, Map<String, String> headers, Answering answering) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            headers.forEach(exchange.getResponseHeaders()::set);
            var bytes = answering.body(exchange).getBytes(StandardCharsets.UTF_8);
            var hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    static UniformServer answering(int status, Map<String, String> headers, String body) throws IOException {
        return new UniformServer(status, headers, exchange -> body);
    }

    /**
     * Quotes the credential of each request, plain and encoded, in a header and in the body.
     *
     * @param seen is told each credential
     */
    static UniformServer quoting(int status, Consumer<String> seen) throws IOException {
        return new UniformServer(status, Map.of("Content-Type", "application/json"), exchange -> {
            var sent = exchange.getRequestHeaders();
            var credential = Optional.ofNullable(sent.getFirst("Authorization"))
                    .map(value -> value.replaceFirst("(?i)^bearer +", ""))
                    .or(() -> Optional.ofNullable(sent.getFirst("X-API-Key")))
                    .orElse("");
            seen.accept(credential);
            var bytes = credential.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer error=\"invalid_token\", error_description=\"" + credential + "\"");
            return "{\"error\":\"bad token " + credential + "\",\"base64\":\""
                    + Base64.getEncoder().encodeToString(bytes) + "\",\"hex\":\""
                    + HexFormat.of().formatHex(bytes) + "\",\"url\":\"/?t="
                    + URLEncoder.encode(credential, StandardCharsets.UTF_8) + "\"}";
        });
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

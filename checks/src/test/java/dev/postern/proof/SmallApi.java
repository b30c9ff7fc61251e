package dev.postern.proof;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.api.audit.CaseResult;
import dev.postern.plan.CheckCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An API of a few lines on a free port, to be audited: for mistakes that are about more than one decision. */
final class SmallApi implements AutoCloseable {

    private static final CheckCatalogue CATALOGUE = CheckCatalogue.load();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    /** What came in. */
    record Request(String method, String path, String query, String body, Map<String, List<String>> headers) {

        /** The only value of a header field. */
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(field -> field.getValue().get(0))
                    .findFirst();
        }

        /** The token behind {@code Bearer}. */
        Optional<String> bearer() {
            return header("Authorization")
                    .filter(value -> value.startsWith("Bearer "))
                    .map(value -> value.substring(7));
        }

        boolean is(String methodAndPath) {
            return (method + " " + path).equals(methodAndPath);
        }
    }

    /** What is answered, as JSON. */
    record Reply(int status, String body, Map<String, String> headers) {

        static Reply ok(String body) {
            return new Reply(200, body, Map.of());
        }

        static Reply unauthorized() {
            return new Reply(401, "{\"error\":\"unauthorized\"}", Map.of());
        }

        static Reply notFound() {
            return new Reply(404, "{\"error\":\"no such page\"}", Map.of());
        }

        Reply with(String header, String value) {
            return new Reply(status, body, Map.of(header, value));
        }
    }

    private SmallApi(Function<Request, Reply> handler) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(handler, exchange));
        server.start();
    }

    static SmallApi answering(Function<Request, Reply> handler) {
        return new SmallApi(handler);
    }

    private static void answer(Function<Request, Reply> handler, HttpExchange exchange) throws IOException {
        try (exchange) {
            var url = exchange.getRequestURI();
            var reply = handler.apply(new Request(
                    exchange.getRequestMethod(),
                    url.getPath(),
                    Optional.ofNullable(url.getRawQuery()).orElse(""),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders()));
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The results of an audit.
     *
     * @param target the target file, without name and base URL
     */
    List<CaseResult> audit(Path folder, String target, String... checkIds) throws Exception {
        var file = Files.writeString(
                folder.resolve("target.yaml"),
                "target: small-api\nbaseUrl: " + url() + "\nlimits: {rate: 1000}\n" + target);
        return List.copyOf(new Rehearsal(folder, CATALOGUE)
                .audit(file, List.of(checkIds))
                .results()
                .values());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

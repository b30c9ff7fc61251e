package dev.postern.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;

/** The API that the project {@code orders} audits: orders of a tenant for whoever has a key of it. */
final class OrdersApi implements AutoCloseable {

    static final String ALICE_KEY = "9f0c2d7e4b1a8f35c6d2";
    static final String BOB_KEY = "51e8a6c3d2f70b94e7a1";

    private static final Map<String, String> TENANTS = Map.of(ALICE_KEY, "a", BOB_KEY, "b");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private OrdersApi(BiPredicate<String, String> grants, Duration delay) {
        try {
            System.setProperty("sun.net.httpserver.nodelay", "true"); // else every answer is 40 ms late
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, grants, delay));
        server.start();
    }

    static OrdersApi sound() {
        return new OrdersApi(OrdersApi::isOwn, Duration.ZERO);
    }

    /** Keys are looked up, tenants are not compared, but for Alice's: so there is one finding. */
    static OrdersApi thatLetsBobIn() {
        return new OrdersApi((key, tenant) -> isOwn(key, tenant) || key.equals(BOB_KEY), Duration.ZERO);
    }

    /** As told for each request. */
    static OrdersApi thatGrants(BiPredicate<String, String> grants) {
        return new OrdersApi(grants, Duration.ZERO);
    }

    static OrdersApi slow(Duration delay) {
        return new OrdersApi(OrdersApi::isOwn, delay);
    }

    static boolean isOwn(String key, String tenant) {
        return tenant.equals(TENANTS.get(key));
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The project that audits it. */
    Consumer project(String as) {
        return Consumer.project("orders", as)
                .with("ORDERS_URL", url())
                .with("ALICE_KEY", ALICE_KEY)
                .with("BOB_KEY", BOB_KEY);
    }

    private static void answer(HttpExchange exchange, BiPredicate<String, String> grants, Duration delay)
            throws IOException {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var keys = exchange.getRequestHeaders().getOrDefault("X-API-Key", List.of());
        var path = exchange.getRequestURI().getPath();
        var isOrders = path.matches("/tenants/[^/]+/orders");
        var tenant = isOrders ? path.split("/", -1)[2] : "";
        if (keys.size() != 1 || !TENANTS.containsKey(keys.get(0))) {
            send(exchange, 401, "{\"error\":\"unknown key\"}");
        } else if (!isOrders) {
            send(exchange, 404, "{\"error\":\"not found\"}");
        } else if (!grants.test(keys.get(0), tenant)) {
            send(exchange, 403, "{\"error\":\"another tenant\"}");
        } else {
            send(
                    exchange,
                    200,
                    "{\"tenant\":\"%1$s\",\"orders\":[{\"id\":\"%1$s-1001\",\"item\":\"pencils\"},{\"id\":\"%1$s-1002\",\"item\":\"a stapler\"}]}"
                            .formatted(tenant));
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

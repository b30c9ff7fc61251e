package dev.postern.checks.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.plan.CheckCatalogue;
import dev.postern.proof.Rehearsal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * A shop without tenants: each customer has an order. Customers authenticate by API key, and the staff by bearer token.
 * What a caller may see of whose orders is for the tests to say.
 */
final class Shop implements AutoCloseable {

    /** Callers by the header fields that they send. */
    private static final Map<String, String> CALLERS = Map.of(
            "X-API-Key: key-of-alice-0001", "alice",
            "X-API-Key: key-of-bob-0002", "bob",
            "X-API-Key: key-of-carol-0003", "carol",
            "Authorization: Bearer token-of-dora-0004", "dora");

    private record Order(String owner, String json) {}

    private static final Map<String, Order> ORDERS = new TreeMap<>(Map.of(
            "17", order("alice", 17, "fountain pen", "order-of-alice-4711"),
            "23", order("bob", 23, "anvil", "order-of-bob-0815"),
            "31", order("carol", 31, "lantern", "order-of-carol-1234"),
            "44", order("dora", 44, "ledger", "order-of-dora-9876")));

    private final HttpServer server;
    private final BiPredicate<String, String> reads;
    private final BiPredicate<String, String> lists;

    /**
     * Starts it.
     *
     * @param reads whether a caller is given an order of an owner when asking for its id
     * @param lists whether a caller's list holds the orders of an owner
     */
    Shop(BiPredicate<String, String> reads, BiPredicate<String, String> lists) throws IOException {
        this.reads = reads;
        this.lists = lists;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.start();
    }

    /** One that gives everybody only what is theirs. */
    static Shop sound() throws IOException {
        return new Shop(String::equals, String::equals);
    }

    private static Order order(String owner, int id, String item, String reference) {
        return new Order(
                owner,
                "{\"id\": %d, \"owner\": \"%s\", \"item\": \"%s\", \"reference\": \"%s\"}"
                        .formatted(id, owner, item, reference));
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var caller = exchange.getRequestHeaders().entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + ": " + value))
                .flatMap(field -> CALLERS.entrySet().stream()
                        .filter(known -> known.getKey().equalsIgnoreCase(field))
                        .map(Map.Entry::getValue))
                .findFirst();
        if (caller.isEmpty()) {
            send(exchange, 401, "{\"error\": \"unauthorized\"}");
            return;
        }
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/orders")) {
            var query = exchange.getRequestURI().getQuery();
            send(exchange, 200, "{\"asked\": \"" + query + "\", \"orders\": [" + list(caller.get(), query) + "]}");
            return;
        }
        var order = ORDERS.get(path.replaceFirst("^/(orders|items)/", ""));
        if (order == null || !reads.test(caller.get(), order.owner())) {
            send(exchange, 404, "{\"error\": \"not found\"}");
        } else {
            send(exchange, 200, order.json());
        }
    }

    /** {@code ?customer=bob} asks for those of bob. */
    private String list(String caller, String query) {
        var customer = query == null || !query.startsWith("customer=") ? caller : query.substring("customer=".length());
        return ORDERS.values().stream()
                .filter(order -> query == null
                        || !query.startsWith("customer=")
                        || order.owner().equals(customer))
                .filter(order -> lists.test(caller, order.owner()))
                .map(Order::json)
                .collect(Collectors.joining(", "));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Audits it with some checks. {@code <url>} in the target file is its address. */
    Audit audited(Path folder, String targetFile, String... checks) throws IOException {
        var file = folder.resolve("target.yaml");
        Files.writeString(
                file,
                targetFile.replace(
                        "<url>", "http://localhost:" + server.getAddress().getPort()));
        return new Rehearsal(folder, CheckCatalogue.load()).audit(file, List.of(checks));
    }

    /** {@code owner.isolated|getOrder|keys|alice|bob FAIL} of each case. */
    static List<String> told(Audit audit) {
        return audit.results().values().stream()
                .map(result -> result.planned().id() + " " + result.verdict().outcome())
                .toList();
    }

    static CaseResult only(Audit audit) {
        return audit.results().values().stream()
                .reduce((a, b) -> {
                    throw new AssertionError("more than one: " + told(audit));
                })
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

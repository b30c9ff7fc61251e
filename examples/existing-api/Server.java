import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes for whoever has a key. With --weak it looks the key up as SQL's LIKE does, where % stands for any text. */
class Server {

    public static void main(String[] arguments) throws IOException {
        var weak = List.of(arguments).contains("--weak");
        var keys = new TreeMap<>(Map.of("alice", System.getenv("ALICE_KEY"), "bob", System.getenv("BOB_KEY")));
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/notes", exchange -> {
            var sent = exchange.getRequestHeaders().getFirst("X-API-Key");
            var owner = keys.keySet().stream()
                    .filter(name -> sent != null && matches(keys.get(name), sent, weak))
                    .findFirst();
            if (owner.isPresent()) {
                answer(exchange, 200, "{\"notes\": [\"water the plants of " + owner.get() + "\", \"call home\"]}");
            } else {
                answer(exchange, 401, "{\"error\": \"unknown key\"}");
            }
        });
        server.start();
        System.out.println("http://localhost:" + server.getAddress().getPort());
    }

    private static boolean matches(String key, String sent, boolean weak) {
        return weak ? key.matches("\\Q" + sent.replace("%", "\\E.*\\Q") + "\\E") : key.equals(sent);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

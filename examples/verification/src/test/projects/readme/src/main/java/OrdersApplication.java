import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The application of the README's first example: orders of the tenant that a JWT names. */
final class OrdersApplication {

    private static final Map<String, String> TENANTS = Map.of("alice", "a", "bob", "b");
    private static final byte[] KEY = (UUID.randomUUID() + "-" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private OrdersApplication() {}

    static URI startOnFreePort() {
        try {
            System.setProperty("sun.net.httpserver.nodelay", "true");
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/token", OrdersApplication::token);
            server.createContext("/tenants/", OrdersApplication::orders);
            var daemon = new Thread(server::start);
            daemon.setDaemon(true);
            daemon.start();
            return URI.create("http://localhost:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void token(HttpExchange exchange) throws IOException {
        var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                + basic(exchange.getRequestHeaders().getFirst("Authorization"));
        var client = TENANTS.keySet().stream()
                .filter(name -> sent.contains(name) && sent.contains(secret(name)))
                .findFirst();
        if (client.isEmpty()) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        var now = Instant.now().getEpochSecond();
        var claims = base64("{\"sub\":\"%s\",\"tenant\":\"%s\",\"scope\":\"orders:read\",\"iat\":%d,\"exp\":%d}"
                .formatted(client.get(), TENANTS.get(client.get()), now, now + 600));
        var signed = HEADER + "." + claims;
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        answer(
                exchange,
                200,
                "{\"access_token\":\"%s.%s\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                        .formatted(signed, signature(signed)));
    }

    private static String secret(String client) {
        return System.getenv(client.toUpperCase(java.util.Locale.ROOT) + "_SECRET");
    }

    private static String basic(String authorization) {
        return authorization == null || !authorization.startsWith("Basic ")
                ? ""
                : new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
    }

    private static void orders(HttpExchange exchange) throws IOException {
        var claims = verified(exchange.getRequestHeaders().getFirst("Authorization"));
        if (claims == null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            answer(exchange, 401, "{\"error\":\"unauthorized\"}");
        } else if (!exchange.getRequestURI().getPath().matches("/tenants/[ab]/orders")) {
            answer(exchange, 404, "{\"error\":\"not found\"}");
        } else {
            var tenant = exchange.getRequestURI().getPath().split("/")[2];
            var isOwn = claims.contains("\"tenant\":\"" + tenant + "\"") && claims.contains("orders:read");
            answer(
                    exchange,
                    isOwn ? 200 : 403,
                    isOwn ? "{\"orders\":[\"" + tenant + "-1001\"]}" : "{\"error\":\"forbidden\"}");
        }
    }

    private static String verified(String authorization) {
        var parts = authorization == null ? new String[0] : authorization.replaceFirst("(?i)^bearer ", "").split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(HEADER) || !signature(parts[0] + "." + parts[1]).equals(parts[2])) {
            return null;
        }
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var expires = Long.parseLong(claims.replaceFirst(".*\"exp\":(\\d+).*", "$1"));
        return Instant.now().getEpochSecond() < expires ? claims : null;
    }

    private static String signature(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

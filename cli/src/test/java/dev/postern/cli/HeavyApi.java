package dev.postern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An API of many pages, whose every answer has a large body. It verifies its tokens as it must. */
final class HeavyApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "heavy-api-secret-heavy-api-secret-0001";
    private static final String ISSUER = "https://issuer.example.test";
    private static final String AUDIENCE = "heavy";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger requests = new AtomicInteger();
    private final String filler;

    private HeavyApi(int bodyLength) throws IOException {
        // words rather than one letter: what a body holds must not compress to nothing in memory
        filler = IntStream.range(0, bodyLength / 10)
                .mapToObj("word%05d "::formatted)
                .collect(Collectors.joining());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts it. */
    static HeavyApi withBodiesOf(int bytes) throws IOException {
        return new HeavyApi(bytes);
    }

    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            var authorization = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
            var isGranted = authorization.size() == 1
                    && authorization.get(0).startsWith("Bearer ")
                    && isValid(authorization.get(0).substring("Bearer ".length()));
            var body = (isGranted
                            ? "{\"page\":\"" + exchange.getRequestURI().getPath() + "\",\"owner\":\"alice\",\"text\":\""
                            : "{\"error\":\"unauthorized\",\"text\":\"")
                    + filler + "\"}";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
            exchange.sendResponseHeaders(isGranted ? 200 : 401, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static boolean isValid(String token) {
        try {
            var parts = token.split("\\.", -1);
            return parts.length == 3
                    && MessageDigest.isEqual(
                            signature(parts[0] + "." + parts[1]),
                            Base64.getUrlDecoder().decode(parts[2]))
                    && isHeader(read(parts[0]))
                    && areClaims(read(parts[1]));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isHeader(JsonNode header) {
        return header.path("alg").asText().equals("HS256") && !header.has("crit") && !header.has("b64");
    }

    private static boolean areClaims(JsonNode claims) {
        var now = Instant.now().getEpochSecond();
        return claims.path("iss").asText().equals(ISSUER)
                && claims.path("aud").asText().equals(AUDIENCE)
                && claims.path("sub").asText().equals("alice")
                && claims.path("exp").isIntegralNumber()
                && claims.path("exp").asLong() > now
                && claims.path("exp").asLong() < now + 7200
                && claims.path("nbf").asLong() <= now;
    }

    private static JsonNode read(String part) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private static byte[] signature(String signed) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    }

    private static String token() {
        var now = Instant.now().getEpochSecond();
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var signed =
                encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + encoder.encodeToString(
                                "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"alice\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"jti\":\"heavy-1\"}"
                                        .formatted(ISSUER, AUDIENCE, now, now, now + 3600)
                                        .getBytes(StandardCharsets.UTF_8));
        try {
            return signed + "." + encoder.encodeToString(signature(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    /** Writes a target file with so many operations. */
    Path writeTargetFile(Path folder, int operations) throws IOException {
        Files.writeString(folder.resolve("heavy.token"), token());
        var key = Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("heavy.jwk"), "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + key + "\"}");
        var pages = IntStream.rangeClosed(1, operations)
                .mapToObj("  page%d:\n    call: GET /pages/%<d\n    requires:\n      scheme: tokens\n"::formatted)
                .collect(Collectors.joining());
        return Files.writeString(
                folder.resolve("heavy.yaml"), """
                target: heavy
                baseUrl: http://localhost:%d
                limits:
                  requests: 100000
                  rate: 1000
                  failedLogins: 1000000
                  concurrency: 4
                schemes:
                  tokens:
                    type: bearer-jwt
                    issuer: %s
                    audience: %s
                    maxLifetime: PT1H
                    signingKey: ${file:heavy.jwk}
                identities:
                  alice:
                    scheme: tokens
                    obtain:
                      token: ${file:heavy.token}
                operations:
                """.formatted(server.getAddress().getPort(), ISSUER, AUDIENCE) + pages);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

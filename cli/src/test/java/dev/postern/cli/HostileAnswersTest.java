package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a target answers, it breaks no check, no report and no command, and the other cases have their verdicts. */
class HostileAnswersTest {

    private static final int MANY = 300_000;
    private static final int CUT = 16 * 1024;

    /** What each operation answers to everybody; by the operation's name. */
    private static final Map<String, byte[]> BODIES = bodies();

    @TempDir
    private static Path folder;

    private static HttpServer server;
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);
    private static RSAKey key;
    private static Path target;

    private static Map<String, byte[]> bodies() {
        var all = new LinkedHashMap<String, byte[]>();
        all.put("emojiWhereItIsCut", text("{\"note\":\"" + "a".repeat(CUT - 10) + "😀".repeat(5) + "\"}"));
        all.put("emojiWhereItIsCutToo", text("{\"note\":\"" + "a".repeat(CUT - 9) + "😀".repeat(9000) + "\"}"));
        all.put("halfAnEmoji", text("{\"note\":\"\\ud83d\",\"code\":\"\\ude00 \\ud83d\",\"error\":\"\\ud83d\"}"));
        all.put("namesWithHalfAnEmoji", text("{\"data\":{\"\\ud83d\":1},\"errors\":[{\"message\":\"\\ud83d\"}]}"));
        all.put("codeOfManyWords", text("{\"code\":\"" + "word ".repeat(5000) + "\"}"));
        all.put("manyEscapes", text("{\"code\":\"" + "\\\\\\\"".repeat(20_000) + "\"}"));
        all.put("manyPackages", text("{\"message\":\"" + "a.".repeat(100_000) + "\"}"));
        all.put("deepObjects", text("{\"a\":".repeat(100_000)));
        all.put("deepArrays", text("[".repeat(MANY)));
        all.put("longNameOverManyItems", text("{\"" + "n".repeat(40_000) + "\":[" + "1,".repeat(100_000) + "1]}"));
        all.put("hugeNumbers", text("{\"exp\":1e999999999,\"id\":" + "9".repeat(900) + ",\"n\":-1e-999999999}"));
        all.put("hugeInteger", text("{\"id\":" + "9".repeat(100_000) + "}"));
        all.put("sameMemberTwice", text("{\"id\":1,\"id\":{\"id\":2},\"id\":null,\"error\":0,\"error\":[]}"));
        all.put("zeroBytes", text("{\"a\":\"\0\0\"}\0"));
        all.put("notUtf8", new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xc0, (byte) 0xf0, '"', '}'});
        all.put("directionMarks", text("{\"a\":\"\u202e\u2066\u200b\ufeff\",\"error\":\"\u202e\"}"));
        all.put(
                "bombOfEntities",
                text("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"" + "x".repeat(1000) + "\"><!ENTITY c \""
                        + "&b;".repeat(1000) + "\">]><a>" + "&c;".repeat(1000) + "</a>"));
        all.put("deepElements", text("<a>".repeat(100_000)));
        all.put(
                "manyAttributes",
                text("<" + "n".repeat(30_000)
                        + Stream.iterate(0, i -> i + 1)
                                .limit(20_000)
                                .map(i -> " a" + i + "=''")
                                .collect(Collectors.joining())
                        + "/>"));
        all.put("openTags", text("<html><input hidden ".repeat(10_000)));
        all.put("traces", text("at " + "a.b$".repeat(50_000) + "(" + "#0 /x".repeat(20_000)));
        all.put("beginningsOfTokens", text("eyJ".repeat(50_000)));
        all.put("beginningsOfSecrets", text("\"password\":".repeat(20_000) + "token=".repeat(20_000)));
        all.put("onePage", text("<html><body><p>" + "We are the best. ".repeat(MANY / 17) + "</p></body></html>"));
        return all;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k").generate();
        Files.writeString(folder.resolve("issuer.jwk"), key.toJSONString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(THREADS);
        server.createContext("/", HostileAnswersTest::answer);
        server.start();
        target = Files.writeString(folder.resolve("hostile.yaml"), targetFile());
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        THREADS.shutdownNow();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var name = exchange.getRequestURI().getPath().substring(1);
        var body = BODIES.getOrDefault(name, text("{}"));
        var type = body.length > 0 && body[0] == '<'
                ? name.contains("open") ? "text/html" : "text/xml"
                : "application/json";
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("WWW-Authenticate", "Bearer error_description=\"" + "\\x".repeat(900) + "a".repeat(200) + "\"");
        exchange.sendResponseHeaders(isGenuine(exchange) ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static boolean isGenuine(HttpExchange exchange) {
        try {
            var field = exchange.getRequestHeaders().getFirst("Authorization");
            return field != null
                    && field.startsWith("Bearer ")
                    && SignedJWT.parse(field.substring(7)).verify(new RSASSAVerifier(key.toRSAPublicKey()));
        } catch (ParseException | JOSEException | RuntimeException e) {
            return false;
        }
    }

    private static String targetFile() {
        var file = new StringBuilder(
                """
                target: hostile
                baseUrl: http://localhost:<port>
                limits: {rate: 10000, concurrency: 8, maxWait: PT1S}
                schemes:
                  tokens:
                    type: bearer-jwt
                    signingKey: ${file:issuer.jwk}
                identities:
                  alice:
                    scheme: tokens
                    obtain:
                      claims: {sub: alice}
                  bob:
                    scheme: tokens
                    obtain:
                      claims: {sub: bob}
                operations:
                """.replace("<port>", String.valueOf(server.getAddress().getPort())));
        BODIES.keySet().forEach(name -> file.append("""
                  <name>:
                    call: GET /<name>
                    requires:
                      scheme: tokens
                """.replace("<name>", name).indent(2)));
        return file.toString();
    }

    @Test
    void audit_has_a_verdict_for_every_case_and_writes_every_report() throws Exception {
        var reports = folder.resolve("reports");

        var run = CommandRun.of(
                "audit", target.toString(), "--only", "jwt.alg-none,bearer.*", "--output", reports.toString());

        assertThat(run.status()).as(run.out() + run.err()).isIn(Postern.PASSED, Postern.FAILED);
        var file = AuditFile.in(reports.resolve("hostile"));
        assertThat(file.cases().stream()
                        .filter(c -> c.reason().equals("check-error"))
                        .map(c -> c.id() + " " + c.words()))
                .isEmpty();
        assertThat(file.cases()).allSatisfy(c -> assertThat(c.outcome()).isNotBlank());
        assertThat(List.of("report.html", "audit.sarif", "summary.md", "journal.jsonl", "allure-results"))
                .allSatisfy(name ->
                        assertThat(reports.resolve("hostile").resolve(name)).exists());
    }

    @Test
    void doctor_comes_to_its_end() {
        var run = CommandRun.of("doctor", target.toString());

        assertThat(run.status()).as(run.out() + run.err()).isIn(Postern.PASSED, Postern.FAILED);
        assertThat(run.err()).doesNotContain("Exception", "Error");
    }
}

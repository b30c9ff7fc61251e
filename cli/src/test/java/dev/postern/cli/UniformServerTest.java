package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not tell one caller from another proves nothing, however it does that. */
class UniformServerTest {

    private static final String TARGET = """
            target: uniform
            baseUrl: <url>
            limits:
              rate: 1000
              concurrency: 8
              maxWait: PT1S
            schemes:
              tokens:
                type: bearer-jwt
                issuer: https://id.example.test
                audience: uniform
                signingKey: ${file:issuer.jwk}
              partner:
                type: api-key
                in: header
                name: X-API-Key
            identities:
              alice:
                scheme: tokens
                tenant: a
                scopes: [read]
                roles: [admin]
                obtain:
                  claims: {sub: alice}
              bob:
                scheme: tokens
                tenant: b
                scopes: [read]
                roles: [clerk]
                obtain:
                  claims: {sub: bob}
              carol:
                scheme: tokens
                tenant: a
                roles: [clerk]
                obtain:
                  claims: {sub: carol}
              partnerOne:
                scheme: partner
                obtain:
                  key: ${file:partner.key}
            operations:
              list:
                call: GET /tenants/{tenant}/things
                requires:
                  scheme: tokens
                  scopes: [read]
                  tenant: path.tenant
              users:
                call: GET /admin/users
                requires:
                  scheme: tokens
                  roles: [admin]
              report:
                call: GET /report
                requires:
                  scheme: partner
              health:
                call: GET /health
                public: true
            """;

    private static final String PARTNER_KEY = "partner-key-of-some-length";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void secrets() throws Exception {
        Files.writeString(
                folder.resolve("issuer.jwk"),
                new RSAKeyGenerator(2048).keyID("k").generate().toJSONString());
        Files.writeString(folder.resolve("partner.key"), PARTNER_KEY);
    }

    static Stream<Arguments> answers() {
        var json = Map.of("Content-Type", "application/json");
        return Stream.of(
                Arguments.of("401 to all", 401, Map.of("WWW-Authenticate", "Bearer"), ""),
                Arguments.of("the same 200 to all", 200, json, "{\"things\":[{\"id\":1,\"name\":\"pen\"}]}"),
                Arguments.of("404 to all", 404, json, "{\"error\":\"not_found\"}"),
                Arguments.of("a redirect of all to the login", 302, Map.of("Location", "/login"), ""),
                Arguments.of(
                        "one page for all, whose script does the rest",
                        200,
                        Map.of("Content-Type", "text/html"),
                        "<!doctype html><html><head><title>App</title></head><body><div id=root></div>"
                                + "<script src=/app.js></script></body></html>"),
                Arguments.of("500 to all", 500, json, "{\"error\":\"internal\"}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 200})
    void a_server_that_quotes_credentials_does_not_bring_them_into_the_reports(int status) throws Exception {
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (var server = UniformServer.quoting(status, seen::add)) {
            var run = audit(server);

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            var tokens = seen.stream().filter(SecretSearch::isJwt).collect(Collectors.toSet());
            assertThat(tokens).isNotEmpty();
            assertThat(seen).contains(PARTNER_KEY);
            tokens.add(PARTNER_KEY);
            var search = new SecretSearch(tokens);
            assertThat(search.in(reports())).isEmpty();
            assertThat(search.in("standard output", run.out())).isEmpty();
            assertThat(SecretSearch.nakedTokens(reports())).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void no_denial_is_proved_by(String what, int status, Map<String, String> headers, String body) throws Exception {
        try (var server = UniformServer.answering(status, headers, body)) {
            var run = audit(server);

            assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Postern.FAILED);
            var file = AuditFile.in(reports());
            assertThat(file.cases().stream()
                            .filter(c -> c.outcome().equals("pass"))
                            // of the key in the target file, whatever the server answers
                            .filter(c -> !c.id().startsWith("jwks.strength|"))
                            .map(AuditFile.Case::id))
                    .isEmpty();
            assertThat(file.cases("inconclusive"))
                    .isNotEmpty()
                    .allSatisfy(c -> assertThat(c.words()).isNotBlank());
            if (status != 200) {
                assertThat(file.cases("fail")).isEmpty();
            }
        }
    }

    private static CommandRun audit(UniformServer server) throws IOException {
        var target = Files.writeString(
                folder.resolve("uniform.yaml"),
                TARGET.replace("<url>", server.url().toString()));
        return CommandRun.of(
                "audit",
                target.toString(),
                "--output",
                folder.resolve("reports").toString());
    }

    private static Path reports() {
        return folder.resolve("reports").resolve("uniform");
    }
}

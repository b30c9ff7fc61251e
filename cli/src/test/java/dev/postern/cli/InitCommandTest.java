package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    private static final String OPENAPI = """
            openapi: 3.1.0
            info: {title: Orders API, version: "1"}
            security:
              - oauth: [orders:read]
            paths:
              /orders:
                get: {operationId: listOrders, responses: {}}
              /orders/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
                get: {operationId: getOrder, responses: {}}
                delete: {operationId: deleteOrder, security: [{oauth: [orders:admin]}], responses: {}}
            components:
              securitySchemes:
                oauth:
                  type: oauth2
                  flows:
                    clientCredentials: {tokenUrl: https://id.example.com/token, scopes: {}}
            """;

    private static final String TOKEN =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0aGUtc2VjcmV0In0.c2lnbmF0dXJlLXRoYXQtaXMtc2VjcmV0";
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final String CURL = "curl 'https://shop.example.com/orders/17?token=" + PASSWORD
            + "' -H 'Authorization: Bearer " + TOKEN + "' -H 'X-Signature: " + TOKEN + "' --json '{\"password\":\""
            + PASSWORD + "\"}'";

    @TempDir
    private Path folder;

    private Path document;
    private Path target;

    @BeforeEach
    void writeDocument() throws IOException {
        document = Files.writeString(folder.resolve("openapi.yaml"), OPENAPI);
        target = folder.resolve("target.yaml");
    }

    private CommandRun init(Object... arguments) {
        var all = new ArrayList<>(List.of("init", "-o", target.toString()));
        Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void a_draft_of_a_document_can_be_planned_and_the_plan_tells_what_is_missing() {
        var init = init(document);
        var plan = CommandRun.of("plan", target.toString());

        assertThat(init.status()).as(init.err()).isEqualTo(Postern.PASSED);
        assertThat(init.out())
                .contains(
                        "Written: " + target,
                        "ALICE_CLIENT_SECRET  the client secret of alice",
                        "postern plan " + target);
        assertThat(plan.status()).as(plan.err()).isEqualTo(Postern.PASSED);
        assertThat(plan.err()).contains("path parameter {id} of operation \"getOrder\" has no value");
        assertThat(plan.out())
                .contains("orders-api at http://localhost:8080")
                .contains("+  GET /orders · alice")
                .contains("Calling DELETE /orders/{id} may change something: write `destructive: false`");
    }

    @Test
    void a_draft_refers_to_its_document_from_wherever_it_is() throws IOException {
        target = Files.createDirectories(folder.resolve("a/b")).resolve("orders.yml");

        assertThat(init(document).status()).isEqualTo(Postern.PASSED);

        assertThat(target).content().contains("openapi: \"../../openapi.yaml\"");
        assertThat(CommandRun.of("plan", folder + "/a/b/../b/orders.yaml").status())
                .isEqualTo(Postern.INPUT_ERROR);
        Files.move(target, folder.resolve("a/b/orders.yaml"));
        assertThat(CommandRun.of("plan", folder + "/a/b/orders.yaml").status()).isEqualTo(Postern.PASSED);
    }

    @Test
    void a_draft_of_a_command_can_be_planned() {
        var init = init("--from-curl", CURL.replace(" --json", " -X GET --json"));
        var plan = CommandRun.of("plan", target.toString());

        assertThat(init.status()).as(init.err()).isEqualTo(Postern.PASSED);
        assertThat(plan.status()).as(plan.err()).isEqualTo(Postern.PASSED);
        assertThat(plan.out()).contains("shop-example-com at https://shop.example.com", "+  GET /orders/17 · alice");
    }

    @Test
    void a_command_can_be_given_on_standard_input() {
        var standardIn = System.in;
        System.setIn(new ByteArrayInputStream(CURL.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(init("--from-curl", "-").status()).isEqualTo(Postern.PASSED);
        } finally {
            System.setIn(standardIn);
        }
        assertThat(target).content().contains("call: POST /orders/17");
    }

    @Test
    void secrets_are_in_nothing_that_is_written_or_said() throws IOException {
        var auth = Files.writeString(folder.resolve("auth.yaml"), """
                auth:
                  - name: ada
                    fixedHeaders: [{name: Authorization, value: "Bearer %s"}]
                  - name: eve
                    loginEndpointAuth:
                      endpoint: /login
                      verb: POST
                      payloadUserPwd: {username: eve, password: %s, usernameField: user, passwordField: password}
                      expectCookies: true
                """.formatted(TOKEN, PASSWORD));
        var search = new SecretSearch(List.of(TOKEN, PASSWORD));
        var said = new ArrayList<CommandRun>();

        said.add(init("--from-curl", CURL));
        said.add(init("--from-curl", CURL, "--force", "--identities", auth));
        assertThat(said).allMatch(run -> run.status() == Postern.PASSED);
        assertThat(search.in("target.yaml", Files.readString(target))).isEmpty();
        said.add(init(document, "--force", "--identities", auth));
        assertThat(search.in("target.yaml", Files.readString(target))).isEmpty();
        // mistakes: the quotes are lost, or one of them
        said.add(init(
                "--force", "--from-curl", "curl", "-H", "Authorization: Bearer " + TOKEN, "https://a.example.com"));
        said.add(init("--force", "--from-curl", "curl -H", "Authorization: Bearer " + TOKEN));
        said.add(init("--force", "--from-curl", CURL + "'"));
        said.add(init("--force", "https://a.example.com/openapi.yaml?token=" + PASSWORD));
        said.add(init("--force", document, "--base-url", "https://ada:" + PASSWORD + "@a.example.com"));

        assertThat(said.subList(3, said.size())).allMatch(run -> run.status() == Postern.INPUT_ERROR);
        assertThat(said).allSatisfy(run -> {
            assertThat(search.in("out", run.out())).isEmpty();
            assertThat(search.in("err", run.err())).isEmpty();
        });
    }

    @Test
    void a_file_that_is_there_is_written_over_only_by_force() throws IOException {
        Files.writeString(target, "mine");

        refused(document).contains(target + " exists already", "--force");
        assertThat(target).hasContent("mine");

        assertThat(init(document, "--force").status()).isEqualTo(Postern.PASSED);
        assertThat(target).content().contains("target: orders-api");
    }

    @Test
    void what_it_is_drafted_from_is_never_written_over() {
        target = folder.resolve("./openapi.yaml");

        refused(document, "--force").contains("is what the target file is drafted from");

        assertThat(document).hasContent(OPENAPI.strip());
    }

    @Test
    void a_url_is_not_fetched() throws IOException {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.close();
        });
        server.start();
        try {
            refused("http://localhost:" + server.getAddress().getPort() + "/openapi.yaml")
                    .contains("nothing is fetched", "download it first");
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void mistakes_are_told_with_their_place_and_remedy() throws IOException {
        refused().contains("nothing to draft", "postern init openapi.yaml");
        refused(document, "--from-curl", CURL).contains("keep one of the two");
        refused(folder.resolve("nowhere.yaml")).contains("nowhere.yaml", "does not exist");
        refused(folder).contains("is a directory");
        refused(document, document).contains("more than one OpenAPI document");
        refused(document, "--forse").contains("--forse", "did you mean \"--force\"?");
        refused(document, "--base-url", "localhost:8080").contains("--base-url", "https://host:port/path");
        refused(document, "--identities", folder.resolve("auth.yaml")).contains("auth.yaml", "does not exist");
        refused(document, "--identities", Files.writeString(folder.resolve("auth.toml"), "auth = []"))
                .contains("auth.toml", "TOML is not read", "YAML");
        refused(Files.writeString(folder.resolve("old.yaml"), "swagger: '2.0'\npaths: {}\n"))
                .contains("old.yaml:1:1: this is Swagger 2.0", "convert");
        refused("--from-curl", "curl 'https://a.example.com").contains("--from-curl:1:6: ", "never closed");
        for (var name : List.of("target.json", "no/such/folder/target.yaml", ".")) {
            target = folder.resolve(name);
            refused(document).contains("--output");
        }
    }

    private AbstractStringAssert<?> refused(Object... arguments) {
        var before = content();
        var run = init(arguments);
        assertThat(run.status()).as(run.err()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(content()).isEqualTo(before);
        return assertThat(run.err());
    }

    private List<String> content() {
        try {
            return Files.isRegularFile(target) ? Files.readAllLines(target) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

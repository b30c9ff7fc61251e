package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.api.http.Header;
import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.yaml.ApprovedCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {

    static final String DOCUMENT = """
            openapi: 3.1.0
            info: {title: Orders, version: "1"}
            servers:
              - url: https://{region}.example.test
                variables:
                  region: {default: eu}
            security:
              - oauth: [orders:read]
            paths:
              /tenants/{tenant}/orders:
                parameters:
                  - $ref: "#/components/parameters/tenant"
                get:
                  operationId: listOrders
                  parameters:
                    - name: page
                      in: query
                      required: true
                      schema: {type: integer, default: 1}
                    - name: sort
                      in: query
                      schema: {enum: [up, down]}
                post:
                  operationId: createOrder
                  security:
                    - oauth: [orders:write]
                  requestBody:
                    $ref: "#/components/requestBodies/order"
                  x-postern:
                    destructive: false
                    headers:
                      X-Dry-Run: "${env:HIDDEN}"
              /orders/{id}:
                $ref: "#/components/pathItems/order"
              /reports:
                get:
                  security:
                    - key: []
                    - basic: []
                  parameters:
                    - {name: X-Org, in: header, required: true, example: acme}
                    - {name: X-API-Key, in: header, required: true}
              /health:
                get:
                  operationId: health
                  security: []
              /news:
                get:
                  operationId: news
                  security: [{}, {oauth: []}]
            components:
              securitySchemes:
                oauth:
                  type: oauth2
                  flows:
                    clientCredentials: {tokenUrl: https://id.example.test/token, scopes: {}}
                key: {type: apiKey, in: header, name: x-api-key}
                basic: {type: http, scheme: Basic}
                cookie: {type: apiKey, in: cookie, name: SID}
              parameters:
                tenant:
                  name: tenant
                  in: path
                  required: true
                  schema: {$ref: "#/components/schemas/tenant"}
              schemas:
                tenant: {type: string, enum: [a, b]}
                order:
                  allOf:
                    - $ref: "#/components/schemas/thing"
                    - properties:
                        quantity: {type: integer, minimum: 1, examples: [3]}
                        tags: {type: array, items: {const: new}}
                  required: [name]
                thing:
                  properties:
                    name: {type: string, example: pen}
                    parent: {$ref: "#/components/schemas/thing"}
              requestBodies:
                order:
                  required: true
                  content:
                    text/plain: {example: a pen}
                    application/json:
                      schema: {$ref: "#/components/schemas/order"}
              pathItems:
                order:
                  parameters:
                    - {name: id, in: path, required: true, examples: {one: {value: 17}}}
                  get:
                    operationId: getOrder
                  delete:
                    operationId: deleteOrder
                    security:
                      - cookie: []
            """;

    @TempDir
    Path folder;

    private Workbench bench(String document) {
        return new Workbench(folder)
                .write(
                        "orders-api.yaml",
                        "openapi: openapi.yaml\n" + Workbench.GOOD.substring(0, Workbench.GOOD.indexOf("operations:")))
                .write("openapi.yaml", document);
    }

    @Test
    void a_security_scheme_with_blanks_in_its_name_has_dashes_there() {
        var bench = new Workbench(folder).write("orders-api.yaml", """
                        target: orders-api
                        baseUrl: https://localhost:8443
                        openapi: openapi.yaml
                        identities:
                          ada:
                            scheme: our-basic
                            obtain:
                              username: ada
                              password: ${env:HIDDEN}
                        """).write("openapi.yaml", """
                        openapi: 3.1.0
                        security: [{our basic: []}]
                        paths: {/a: {get: {operationId: a}}}
                        components: {securitySchemes: {our basic: {type: http, scheme: basic}}}
                        """);
        assertThat(bench.load().target().operations().get("a").requires().schemes())
                .containsExactly("our-basic");
    }

    private Target target() {
        return bench(DOCUMENT).load().target();
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("target/openapi-mistakes.txt").tests(c -> {
            var bench = bench(c.get("document"));
            if (c.containsKey("target")) {
                bench.write("orders-api.yaml", read(folder) + c.get("target"));
            }
            if (c.containsKey("other")) {
                bench.write("other.yaml", c.get("other"));
            }
            return bench.told();
        });
    }

    private static String read(Path folder) {
        try {
            return Files.readString(folder.resolve("orders-api.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void operations_are_found_behind_references_and_named_by_id_or_by_call() {
        assertThat(target().operations())
                .containsOnlyKeys(
                        "listOrders", "createOrder", "getOrder", "deleteOrder", "get-reports", "health", "news");
        assertThat(target().operations().values())
                .extracting(o -> o.label())
                .contains("GET /tenants/{tenant}/orders", "DELETE /orders/{id}", "GET /reports");
    }

    @Test
    void security_becomes_what_is_required() {
        var operations = target().operations();

        assertThat(operations.get("listOrders").requires().schemes()).containsExactly("tokens");
        assertThat(operations.get("listOrders").requires().scopes()).containsExactly("orders:read");
        assertThat(operations.get("createOrder").requires().scopes()).containsExactly("orders:write");
        assertThat(operations.get("get-reports").requires().schemes()).containsExactly("partner", "legacy");
        assertThat(operations.get("health").open()).isTrue();
        assertThat(operations.get("news").open()).isTrue();
    }

    @Test
    void a_scheme_that_only_the_document_declares_is_added() {
        assertThat(target().operations().get("deleteOrder").requires().schemes())
                .containsExactly("cookie");
        assertThat(target().schemes().get("cookie"))
                .isInstanceOfSatisfying(
                        Scheme.Session.class, s -> assertThat(s.cookie()).isEqualTo("SID"));
    }

    @Test
    void examples_become_values_and_none_is_invented() {
        var operations = target().operations();

        assertThat(operations.get("listOrders").with()).containsEntry("tenant", "a");
        assertThat(operations.get("listOrders").query()).containsExactlyEntriesOf(Map.of("page", "1"));
        assertThat(operations.get("getOrder").with()).containsEntry("id", "17");
        assertThat(operations.get("createOrder").body().text())
                .isEqualTo("{\"name\":\"pen\",\"quantity\":3,\"tags\":[\"new\"]}");
        assertThat(operations.get("createOrder").contentType()).contains("application/json");
        assertThat(operations.get("get-reports").headers()).containsExactly(new Header("X-Org", "acme"));
    }

    @Test
    void the_extension_has_the_keys_of_an_operation_but_nothing_is_put_into_it() {
        var create = target().operations().get("createOrder");

        assertThat(create.destructive()).isFalse();
        assertThat(create.headers()).containsExactly(new Header("X-Dry-Run", "${env:HIDDEN}"));
    }

    @Test
    void places_point_into_the_document() {
        assertThat(target().operations().get("listOrders").position())
                .isEqualTo(new Position(folder.resolve("openapi.yaml").toString(), 13, 5));
    }

    @Test
    void the_target_file_overrides_by_id_or_by_call_and_adds() {
        var bench = bench(DOCUMENT);
        bench.write("orders-api.yaml", read(folder) + """
                        operations:
                          listOrders:
                            requires:
                              tenant: path.tenant
                          reports:
                            call: GET /reports
                            requires:
                              scheme: partner
                          news:
                            requires:
                              scheme: tokens
                          extra:
                            call: GET /extra
                            public: true
                        """);
        var operations = bench.load().target().operations();

        assertThat(operations.get("listOrders").requires().tenant()).isPresent();
        assertThat(operations.get("listOrders").requires().scopes()).containsExactly("orders:read");
        assertThat(operations.get("reports").requires().schemes()).containsExactly("partner");
        assertThat(operations.get("reports").headers()).containsExactly(new Header("X-Org", "acme"));
        assertThat(operations).doesNotContainKey("get-reports");
        assertThat(operations.get("news").open()).isFalse();
        assertThat(operations.get("extra").position().file()).endsWith("orders-api.yaml");
    }

    @Test
    void files_below_the_folder_of_the_document_may_be_referred_to() {
        var bench = bench(DOCUMENT.replace("\"#/components/pathItems/order\"", "paths/order.yaml#/order"))
                .write(
                        "paths/order.yaml",
                        "order:\n  get:\n    operationId: getOrder\n    parameters:\n      - $ref: id.json\n")
                .write("paths/id.json", "{\"name\": \"id\", \"in\": \"path\", \"example\": 18}");
        var get = bench.load().target().operations().get("getOrder");

        assertThat(get.with()).containsEntry("id", "18");
        assertThat(get.position())
                .isEqualTo(new Position(folder.resolve("paths/order.yaml").toString(), 2, 3));
    }

    @Test
    void a_link_out_of_the_folder_is_not_followed(@TempDir Path elsewhere) throws IOException {
        var outside = Files.writeString(elsewhere.resolve("order.yaml"), "get: {operationId: getOrder}");
        var bench = bench(DOCUMENT.replace("\"#/components/pathItems/order\"", "order.yaml"));
        Files.createSymbolicLink(folder.resolve("order.yaml"), outside);

        assertThatThrownBy(bench::load).hasMessageContaining("leads out of the folder of the OpenAPI document");
    }

    @Test
    void a_security_scheme_that_may_be_either_of_two_is_told() {
        var bench = bench(DOCUMENT);
        bench.write("orders-api.yaml", read(folder).replace("type: basic", "type: bearer-opaque"));

        assertThat(bench.told())
                .contains("openapi.yaml:53:5: the security scheme \"oauth\" may be any of \"tokens\", \"legacy\"\n"
                        + "   name one of them \"oauth\" in the target file");
    }

    @Test
    void a_document_in_JSON_is_read_too() {
        new Workbench(folder)
                .write("orders-api.yaml", "openapi: openapi.json\n" + Workbench.GOOD)
                .write(
                        "openapi.json",
                        "{\"openapi\":\"3.0.3\",\"security\":[{\"tokens\":[]}],\n\"paths\":{\"/x\":{\"get\":{}}}}");

        assertThat(new Workbench(folder)
                        .load()
                        .target()
                        .operations()
                        .get("get-x")
                        .position()
                        .line())
                .isEqualTo(2);
    }

    @Test
    void a_thousand_operations_are_read_in_reasonable_time() {
        var document = new StringBuilder("openapi: 3.0.3\nsecurity: [{tokens: []}]\npaths:\n");
        for (var i = 0; i < 1000; i++) {
            document.append(
                    "  /things%d/{id}:\n    get:\n      operationId: get%d\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}, example: %d}\n"
                            .formatted(i, i, i));
        }
        var bench = bench(document.toString());
        bench.load();
        var start = System.nanoTime();

        var target = bench.load().target();

        assertThat(target.operations()).hasSize(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}

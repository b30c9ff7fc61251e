package dev.postern.checks.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of a shop without tenants: one customer's data is not another's. */
class OwnersAuditTest {

    private static final String TOP = """
            target: shop
            baseUrl: <url>
            limits:
              rate: 1000
            schemes:
              keys:
                type: api-key
                in: header
                name: X-API-Key
              staff:
                type: bearer-opaque
            """;

    private static final String ALICE = """
              alice:
                scheme: keys
                with: {id: 17}
                obtain: {key: key-of-alice-0001}
            """;

    private static final String BOB = """
              bob:
                scheme: keys
                with: {id: 23}
                obtain: {key: key-of-bob-0002}
            """;

    private static final String DORA = """
              dora:
                scheme: staff
                with: {id: 44}
                obtain: {token: token-of-dora-0004}
            """;

    private static final String GET_ORDER = """
            operations:
              getOrder:
                call: GET /orders/{id}
                requires:
                  scheme: [keys, staff]
            """;

    @TempDir
    private Path folder;

    private static String file(String operations, String... identities) {
        return TOP + "identities:\n" + String.join("", identities) + operations;
    }

    @Test
    void an_order_that_anybody_may_read_is_a_finding_without_any_tenant() throws Exception {
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            var audit = shop.audited(folder, file(GET_ORDER, ALICE, BOB), "owner.isolated");

            assertThat(Shop.told(audit))
                    .contains(
                            "owner.isolated|getOrder|keys|alice|bob FAIL",
                            "owner.isolated|getOrder|keys|bob|alice FAIL");
        }
    }

    @Test
    void a_sound_shop_passes_in_both_directions() throws Exception {
        try (var shop = Shop.sound()) {
            var audit = shop.audited(folder, file(GET_ORDER, ALICE, BOB), "owner.isolated");

            assertThat(Shop.told(audit))
                    .contains(
                            "owner.isolated|getOrder|keys|alice|bob PASS",
                            "owner.isolated|getOrder|keys|bob|alice PASS");
        }
    }

    @Test
    void a_leak_in_one_direction_only_is_found() throws Exception {
        try (var shop = new Shop((caller, owner) -> caller.equals(owner) || caller.equals("bob"), String::equals)) {
            var audit = shop.audited(folder, file(GET_ORDER, ALICE, BOB), "owner.isolated");

            assertThat(Shop.told(audit))
                    .contains(
                            "owner.isolated|getOrder|keys|alice|bob FAIL",
                            "owner.isolated|getOrder|keys|bob|alice PASS");
        }
    }

    @Test
    void owners_of_two_schemes_are_tried_in_each_others_place_each_by_its_own_scheme() throws Exception {
        try (var weak = new Shop((caller, owner) -> true, String::equals);
                var sound = Shop.sound()) {
            assertThat(Shop.told(weak.audited(folder, file(GET_ORDER, ALICE, DORA), "owner.isolated")))
                    .containsExactly(
                            "owner.isolated|getOrder|keys|alice|dora FAIL",
                            "owner.isolated|getOrder|staff|dora|alice FAIL");
            assertThat(Shop.told(sound.audited(folder, file(GET_ORDER, ALICE, DORA), "owner.isolated")))
                    .containsExactly(
                            "owner.isolated|getOrder|keys|alice|dora PASS",
                            "owner.isolated|getOrder|staff|dora|alice PASS");
        }
    }

    @Test
    void one_owner_alone_is_a_gap_with_its_remedy() throws Exception {
        var shared = GET_ORDER.replace("keys, staff", "keys") + """
                    with: {id: 17}
                """;
        var withoutOwn = """
                  carol:
                    scheme: keys
                    obtain: {key: key-of-carol-0003}
                """;
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            for (var file : new String[] {
                file(GET_ORDER.replace("keys, staff", "keys"), ALICE),
                file(shared, ALICE.replace("with: {id: 17}", "scopes: []"), BOB.replace("with: {id: 23}", "scopes: []"))
            }) {
                assertThat(Shop.only(shop.audited(folder, file, "owner.isolated"))
                                .verdict())
                        .satisfies(verdict -> gap(verdict, "a second owner", "`with: {id: …}`", "`shared: [id]`"));
            }
            assertThat(Shop.told(shop.audited(
                            folder, file(shared.replace("id: 17", "id: 23"), ALICE, withoutOwn), "owner.isolated")))
                    .as("what only the operation names is not the one's who calls with it")
                    .containsExactly(
                            "owner.isolated|getOrder|keys|alice|carol FAIL",
                            "owner.isolated|getOrder|keys|| NOT_APPLICABLE");
        }
    }

    @Test
    void who_is_declared_to_see_the_others_raises_no_alarm() throws Exception {
        try (var shop = new Shop((caller, owner) -> caller.equals(owner) || caller.equals("dora"), String::equals)) {
            for (var sees : new String[] {"all", "[alice, bob]"}) {
                var audit = shop.audited(
                        folder,
                        file(
                                GET_ORDER,
                                ALICE,
                                BOB,
                                DORA.replace("with: {id: 44}", "sees: " + sees + "\n    with: {id: 44}")),
                        "owner.isolated");

                assertThat(audit.with(Outcome.FAIL)).isEmpty();
                assertThat(Shop.told(audit)).contains("owner.isolated|getOrder|staff|dora|alice PASS");
            }
            assertThat(Shop.told(shop.audited(
                            folder,
                            file(
                                    GET_ORDER,
                                    ALICE,
                                    BOB,
                                    DORA.replace("with: {id: 44}", "sees: [alice]\n    with: {id: 44}")),
                            "owner.isolated")))
                    .contains("owner.isolated|getOrder|keys|bob|dora FAIL")
                    .noneMatch(told -> told.startsWith("owner.isolated|getOrder|keys|alice|dora"));
        }
    }

    @Test
    void what_is_shared_is_nobodys_own() throws Exception {
        var forCustomers = GET_ORDER.replace("keys, staff", "keys");
        var item = forCustomers + "    shared: [id]\n";
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            assertThat(Shop.only(shop.audited(folder, file(item, ALICE, BOB), "owner.isolated"))
                            .verdict()
                            .reason())
                    .isEqualTo(Reason.IRRELEVANT);
            assertThat(Shop.only(shop.audited(
                                    folder, file(forCustomers + "shared: [id]\n", ALICE, BOB), "owner.isolated"))
                            .verdict()
                            .reason())
                    .isEqualTo(Reason.IRRELEVANT);
        }
    }

    @Test
    void an_example_of_the_openapi_document_is_nobodys_and_a_gap() throws Exception {
        Files.writeString(folder.resolve("openapi.yaml"), """
                openapi: 3.1.0
                info: {title: Shop, version: "1"}
                paths:
                  /orders/{id}:
                    get:
                      operationId: getOrder
                      security: [{keys: []}]
                      parameters:
                        - {name: id, in: path, required: true, schema: {type: integer}, example: 17}
                      responses: {"200": {description: Done}}
                components:
                  securitySchemes:
                    keys: {type: apiKey, in: header, name: X-API-Key}
                """);
        var file = file("openapi: openapi.yaml\n", ALICE.replace("with: {id: 17}", "scopes: []"), BOB);
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            var nobodys = file.replace("with: {id: 23}", "scopes: []");

            assertThat(Shop.only(shop.audited(folder, nobodys, "owner.isolated"))
                            .verdict())
                    .satisfies(verdict ->
                            gap(verdict, "{id}", "OpenAPI", "nobody's", "`with: {id: …}`", "`shared: [id]`"));
            assertThat(Shop.told(shop.audited(folder, file, "owner.isolated")))
                    .containsExactly(
                            "owner.isolated|getOrder|keys|bob|alice FAIL",
                            "owner.isolated|getOrder|keys|| NOT_APPLICABLE");
        }
    }

    @Test
    void members_of_one_tenant_are_asked_about_before_they_are_tried() throws Exception {
        var alice = ALICE.replace("with:", "tenant: a\n    with:");
        var bob = BOB.replace("with:", "tenant: a\n    with:");
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            assertThat(Shop.only(shop.audited(
                                    folder,
                                    file(GET_ORDER.replace("keys, staff", "keys"), alice, bob),
                                    "owner.isolated"))
                            .verdict())
                    .satisfies(verdict -> gap(verdict, "alice and bob", "`sees: tenant`", "`sees: own`"));
            assertThat(Shop.told(shop.audited(
                            folder,
                            file(
                                    GET_ORDER.replace("keys, staff", "keys"),
                                    alice,
                                    bob.replace("tenant: a", "tenant: a\n    sees: own")),
                            "owner.isolated")))
                    .contains("owner.isolated|getOrder|keys|alice|bob FAIL");
        }
    }

    @Test
    void an_own_value_goes_into_the_query_too() throws Exception {
        var operations = """
                operations:
                  listOrders:
                    call: GET /orders
                    requires:
                      scheme: keys
                    query: {customer: alice}
                """;
        var file = file(
                operations, ALICE.replace("{id: 17}", "{customer: alice}"), BOB.replace("{id: 23}", "{customer: bob}"));
        try (var weak = new Shop((caller, owner) -> true, (caller, owner) -> true);
                var sound = Shop.sound()) {
            assertThat(Shop.told(weak.audited(folder, file, "owner.isolated")))
                    .containsExactly(
                            "owner.isolated|listOrders|keys|alice|bob FAIL",
                            "owner.isolated|listOrders|keys|bob|alice FAIL");
            assertThat(Shop.told(sound.audited(folder, file, "owner.isolated")))
                    .containsExactly(
                            "owner.isolated|listOrders|keys|alice|bob PASS",
                            "owner.isolated|listOrders|keys|bob|alice PASS");
        }
    }

    private static void gap(Verdict verdict, String... words) {
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(verdict.reason()).isEqualTo(Reason.NEED_MISSING);
        assertThat(verdict.words()).contains(words);
    }
}

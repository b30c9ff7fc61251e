package dev.postern.checks.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of a shop without tenants: a marker of one customer is shown to no other. */
class MarkerLeakTest {

    private static final String CHECK = "owner.marker-leak";

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
            identities:
            """;

    private static final String ALICE = """
              alice:
                scheme: keys
                markers: [order-of-alice-4711]
                obtain: {key: key-of-alice-0001}
            """;

    private static final String BOB = """
              bob:
                scheme: keys
                markers: [order-of-bob-0815]
                obtain: {key: key-of-bob-0002}
            """;

    private static final String DORA = """
              dora:
                scheme: staff
                obtain: {token: token-of-dora-0004}
            """;

    private static final String LIST = """
            operations:
              listOrders:
                call: GET /orders
                requires:
                  scheme: [keys, staff]
            """;

    private static final String TO_ALICE = CHECK + "|listOrders|keys|alice| ";
    private static final String TO_BOB = CHECK + "|listOrders|keys|bob| ";
    private static final String TO_DORA = CHECK + "|listOrders|staff|dora| ";

    @TempDir
    private Path folder;

    @Test
    void a_list_that_shows_anothers_order_is_a_finding_with_its_answer_as_evidence() throws Exception {
        try (var shop = new Shop(String::equals, (caller, owner) -> caller.equals(owner) || caller.equals("bob"))) {
            var audit = shop.audited(folder, TOP + ALICE + BOB + LIST.replace("keys, staff", "keys"), CHECK);

            assertThat(Shop.told(audit)).containsExactly(TO_ALICE + "PASS", TO_BOB + "FAIL");
            assertThat(audit.with(Outcome.FAIL)).singleElement().satisfies(result -> {
                assertThat(result.verdict().words()).contains("GET /orders showed bob a marker of alice");
                assertThat(result.trials())
                        .filteredOn(trial -> !trial.asExpected())
                        .singleElement()
                        .satisfies(trial -> assertThat(trial.exchanges().get(0).responseBody())
                                .contains("order-of-alice-4711"));
            });
        }
    }

    @Test
    void a_caller_of_another_scheme_without_markers_is_watched_too() throws Exception {
        try (var shop = new Shop(String::equals, (caller, owner) -> caller.equals(owner) || caller.equals("dora"))) {
            assertThat(Shop.told(shop.audited(folder, TOP + ALICE + DORA + LIST, CHECK)))
                    .contains(TO_DORA + "FAIL");
            assertThat(Shop.told(shop.audited(
                            folder, TOP + ALICE + DORA.replace("obtain", "sees: all\n    obtain") + LIST, CHECK)))
                    .noneMatch(told -> told.contains("FAIL"));
        }
    }

    @Test
    void who_shares_the_marker_or_the_tenant_may_be_shown_it() throws Exception {
        var everything = new Shop(String::equals, (caller, owner) -> true);
        try (everything) {
            var sharing = BOB.replace("[order-of-bob-0815]", "[order-of-alice-4711, order-of-bob-0815]");
            assertThat(Shop.told(everything.audited(folder, TOP + ALICE + sharing + LIST, CHECK)))
                    .contains(TO_ALICE + "FAIL")
                    .noneMatch(told -> told.startsWith(TO_BOB));
            var colleagues = (TOP + ALICE + BOB + LIST).replace("    markers", "    tenant: a\n    markers");
            assertThat(Shop.told(everything.audited(folder, colleagues, CHECK)))
                    .noneMatch(told -> told.contains("FAIL"));
            assertThat(Shop.told(everything.audited(
                            folder, colleagues.replace("    tenant: a", "    tenant: a\n    sees: own"), CHECK)))
                    .contains(TO_ALICE + "FAIL", TO_BOB + "FAIL");
        }
    }

    @Test
    void a_marker_that_the_request_held_is_an_echo() throws Exception {
        var asking = (LIST.replace("keys, staff", "keys") + """
                    query: {note: order-of-alice-4711}
                """);
        try (var shop = Shop.sound()) {
            assertThat(Shop.told(shop.audited(folder, TOP + ALICE + BOB + asking, CHECK)))
                    .noneMatch(told -> told.contains("FAIL"));
        }
    }

    @Test
    void an_attempt_of_another_check_that_shows_a_third_ones_marker_is_a_finding_found_at_the_end() throws Exception {
        var byId = """
                operations:
                  getOrder:
                    call: GET /orders/{id}
                    requires:
                      scheme: keys
                """;
        var file = TOP + ALICE.replace("markers", "with: {id: 17}\n    markers")
                + BOB.replace("order-of-bob-0815", "bobs-own").replace("markers", "with: {id: 23}\n    markers")
                + """
                  carol:
                    scheme: keys
                    with: {id: 31}
                    markers: [order-of-bob-0815]
                    obtain: {key: key-of-carol-0003}
                """
                + byId;
        try (var shop = new Shop((caller, owner) -> caller.equals(owner) || caller.equals("alice"), String::equals)) {
            var audit = shop.audited(folder, file, CHECK, "owner.isolated");

            assertThat(Shop.told(audit))
                    .as("what alice got when she tried to reach bob's order")
                    .contains(CHECK + "|getOrder|keys|alice| FAIL");
        }
    }

    @Test
    void one_weakness_that_the_attempt_itself_finds_is_not_told_again() throws Exception {
        var file = TOP
                + ALICE.replace("markers", "with: {id: 17}\n    markers")
                + BOB.replace("markers", "with: {id: 23}\n    markers")
                + """
                operations:
                  getOrder:
                    call: GET /orders/{id}
                    requires:
                      scheme: keys
                """;
        try (var shop = new Shop((caller, owner) -> true, String::equals)) {
            assertThat(Shop.told(shop.audited(folder, file, CHECK, "owner.isolated")))
                    .containsExactlyInAnyOrder(
                            "owner.isolated|getOrder|keys|alice|bob FAIL",
                            "owner.isolated|getOrder|keys|bob|alice FAIL",
                            CHECK + "|getOrder|keys|alice| PASS",
                            CHECK + "|getOrder|keys|bob| PASS");
        }
    }

    @Test
    void what_shows_nothing_is_no_pass() throws Exception {
        var forCustomers = LIST.replace("keys, staff", "keys");
        try (var shop = Shop.sound()) {
            var unmarked = (TOP + ALICE + BOB + forCustomers).replaceAll(" {4}markers: .*\n", "");
            assertThat(Shop.only(shop.audited(folder, unmarked, CHECK))
                            .verdict()
                            .words())
                    .contains("`markers: [");
            var alone = TOP + ALICE + forCustomers;
            assertThat(Shop.only(shop.audited(folder, alone, CHECK)).verdict().words())
                    .contains("add a second identity");
            var misspelt = (TOP + ALICE + BOB + forCustomers).replace("alice-4711", "alice-4712");
            assertThat(shop.audited(folder, misspelt, CHECK).results().values())
                    .filteredOn(result -> result.planned().identity().equals("bob"))
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.verdict().reason()).isEqualTo(Reason.NEED_MISSING);
                        assertThat(result.verdict().words()).contains("alice", "`markers:`");
                    });
        }
    }
}

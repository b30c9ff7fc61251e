package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TenantIsolatedTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity ALICE = FakeTarget.person("alice", SCHEME)
            .tenant("a")
            .marker("order-a-4711")
            .build();
    private static final Identity ADAM =
            FakeTarget.person("adam", SCHEME).tenant("a").build();
    private static final Identity BOB =
            FakeTarget.person("bob", SCHEME).tenant("b").marker("order-b-0815").build();
    private static final Identity NOMAD = FakeTarget.person("nomad", SCHEME).build();

    private static final Operation IN_PATH = FakeTarget.get("/tenants/{tenant}/orders", SCHEME)
            .tenant(Operation.In.PATH, "tenant")
            .build();
    private static final Operation BY_CREDENTIAL =
            FakeTarget.get("/orders", SCHEME).build();

    private final TenantIsolated check = new TenantIsolated();

    @Test
    void both_directions_are_cases_with_one_intruder_of_each_other_tenant() {
        assertThat(Cast.parties(planned(check, Cast.target(IN_PATH, ALICE, ADAM, BOB, NOMAD), SCHEME)))
                .containsExactly(Party.of(ALICE, BOB), Party.of(ADAM, BOB), Party.of(BOB, ALICE));
    }

    @Test
    void an_intruder_has_all_other_rights() {
        var admins = FakeTarget.get("/tenants/{tenant}/users", SCHEME)
                .tenant(Operation.In.PATH, "tenant")
                .roles("admin")
                .build();
        var boss = FakeTarget.person("boss", SCHEME).tenant("a").roles("admin").build();

        assertThat(planned(check, Cast.target(admins, boss, BOB), SCHEME))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence())
                                .contains("another `tenant`", "granted on GET /tenants/{tenant}/users"));
    }

    @Test
    void identifiers_of_ones_own_make_an_operation_one_of_the_tenants() {
        var order = FakeTarget.get("/orders/{id}", SCHEME).with("id", "1").build();
        var own =
                FakeTarget.person("alice", SCHEME).tenant("a").with("id", "17").build();

        assertThat(Cast.parties(planned(check, Cast.target(order, own, BOB), SCHEME)))
                .containsExactly(Party.of(own, BOB));
        assertThat(planned(check, Cast.target(BY_CREDENTIAL, ALICE, BOB), SCHEME))
                .isInstanceOf(Applicability.Irrelevant.class);
    }

    @Test
    void fails_where_the_tenant_in_the_path_is_not_compared_and_passes_where_it_is() {
        assertThat(acting(IN_PATH, r -> ok("{}")).outcome(check)).isEqualTo(Outcome.FAIL);
        assertThat(acting(IN_PATH, r -> status(404)).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void the_owners_request_goes_out_with_the_intruders_credential() {
        var subject = acting(IN_PATH, r -> status(403));

        subject.outcome(check);

        assertThat(subject.sent()).singleElement().satisfies(r -> {
            assertThat(r.target()).isEqualTo("/tenants/a/orders");
            assertThat(bearer(r)).isEqualTo("token-of-bob");
        });
    }

    /** Alice owns, Bob calls. */
    private static FakeSubject acting(Operation operation, Function<WireRequest, WireResponse> server) {
        return FakeSubject.of(Cast.target(operation, ALICE, BOB), ALICE, BOB, server)
                .credential(ALICE, "token-of-alice")
                .credential(BOB, "token-of-bob");
    }
}

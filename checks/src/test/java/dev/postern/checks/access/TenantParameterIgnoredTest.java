package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.query;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt.Expectation;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TenantParameterIgnoredTest {

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

    private final TenantParameterIgnored check = new TenantParameterIgnored();

    @Test
    void passes_where_the_parameter_is_ignored_and_the_senders_own_data_comes() {
        assertThat(acting(BY_CREDENTIAL, r -> ok("order-b-0815")).outcome(check))
                .isEqualTo(Outcome.PASS);
        assertThat(acting(BY_CREDENTIAL, r -> status(403)).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_the_request_says_whose_data_comes() {
        assertThat(acting(
                                BY_CREDENTIAL,
                                r -> ok(
                                        r.header("X-Tenant-ID").orElse("b").equals("a")
                                                ? "order-a-4711"
                                                : "order-b-0815"))
                        .granted(check))
                .containsExactly("X-Tenant-ID: a");
        assertThat(acting(BY_CREDENTIAL, r -> ok(query(r, "org").equals("a") ? "order-a-4711" : "order-b-0815"))
                        .granted(check))
                .containsExactly("?org=a");
    }

    @Test
    void the_senders_own_request_goes_out_with_its_own_credential() {
        var subject = acting(IN_PATH, r -> ok("order-b-0815"));

        assertThat(check.attempts(subject)).isNotEmpty().allSatisfy(a -> {
            assertThat(a.expectation()).isEqualTo(Expectation.NOT_OTHERS_DATA);
            assertThat(a.by()).contains(BOB);
            assertThat(a.request().target()).startsWith("/tenants/b/orders");
            assertThat(bearer(a.request())).isEqualTo("token-of-bob");
        });
    }

    @Test
    void the_parameter_that_rightly_names_the_tenant_is_left_alone() {
        var byHeader = FakeTarget.get("/orders", SCHEME)
                .tenant(Operation.In.HEADER, "x-tenant")
                .build();

        assertThat(acting(byHeader, r -> status(403)).labels(check))
                .doesNotContain("X-Tenant: a")
                .contains("?tenant=a");
    }

    @Test
    void a_strict_api_that_refuses_unknown_parameters_passes() {
        assertThat(acting(BY_CREDENTIAL, r -> r.target().contains("?") ? status(422) : ok("order-b-0815"))
                        .outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void one_case_for_each_pair_of_tenants() {
        assertThat(Cast.parties(planned(check, Cast.target(IN_PATH, ALICE, ADAM, BOB), SCHEME)))
                .containsExactly(Party.of(ALICE, BOB), Party.of(BOB, ALICE));
        assertThat(planned(check, Cast.target(BY_CREDENTIAL, ALICE, NOMAD), SCHEME))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence()).contains("another `tenant`"));
    }

    /** Alice owns, Bob calls. */
    private static FakeSubject acting(Operation operation, Function<WireRequest, WireResponse> server) {
        return FakeSubject.of(Cast.target(operation, ALICE, BOB), ALICE, BOB, server)
                .credential(ALICE, "token-of-alice")
                .credential(BOB, "token-of-bob");
    }
}

package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.access.Cast.ADMIN;
import static dev.postern.checks.access.Cast.CLERK;
import static dev.postern.checks.access.Cast.NOTHING;
import static dev.postern.checks.access.Cast.NO_SCOPE;
import static dev.postern.checks.access.Cast.REPORT;
import static dev.postern.checks.access.Cast.SCHEME;
import static dev.postern.checks.access.Cast.parties;
import static dev.postern.checks.access.Cast.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ScopeEnforcedTest {

    private final ScopeEnforced check = new ScopeEnforced();

    @Test
    void each_identity_that_lacks_the_scope_and_nothing_else_is_a_case() {
        assertThat(parties(planned(check, target(REPORT, ADMIN, CLERK, NO_SCOPE, NOTHING), SCHEME)))
                .containsExactly(Party.of(ADMIN, NO_SCOPE));
    }

    @Test
    void an_operation_without_scopes_is_none_of_its_business() {
        var open = FakeTarget.get("/report", SCHEME).roles("admin").build();

        assertThat(planned(check, target(open, ADMIN, NO_SCOPE), SCHEME)).isInstanceOf(Applicability.Irrelevant.class);
    }

    @Test
    void says_which_identity_to_add() {
        assertThat(planned(check, target(REPORT, ADMIN, CLERK, NOTHING), SCHEME))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence())
                                .contains("opaque", "[orders:read]", "with one of the roles [admin]", "GET /report"));
    }

    @Test
    void fails_where_any_valid_token_will_do_and_passes_where_the_scope_counts() {
        var target = target(REPORT, ADMIN, NO_SCOPE);

        assertThat(FakeSubject.of(target, ADMIN, NO_SCOPE, r -> ok("{}")).outcome(check))
                .isEqualTo(Outcome.FAIL);
        assertThat(FakeSubject.of(target, ADMIN, NO_SCOPE, r -> status(403)).outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    /** The silent pass: denied for the object, though the scope is never looked at. */
    @Test
    void a_check_of_the_object_does_not_hide_that_the_scope_is_ignored() {
        var order = FakeTarget.get("/orders/{id}", SCHEME).scopes("orders:read").build();
        var alice = FakeTarget.person("alice", SCHEME)
                .scopes("orders:read")
                .with("id", "17")
                .build();
        var bob = FakeTarget.person("bob", SCHEME).with("id", "23").build();
        var target = target(order, alice, bob);
        Function<WireRequest, WireResponse> ownersOnly =
                r -> r.target().equals("/orders/17") == bearer(r).equals("token-of-alice") ? ok("{}") : status(404);

        var subject = FakeSubject.of(target, alice, bob, ownersOnly)
                .credential(alice, "token-of-alice")
                .credential(bob, "token-of-bob");

        assertThat(subject.granted(check)).containsExactly("with the intruder's own parameters");
    }

    @Test
    void one_request_is_enough_where_both_are_the_same() {
        var subject = FakeSubject.of(target(REPORT, ADMIN, NO_SCOPE), ADMIN, NO_SCOPE, r -> status(403));

        subject.outcome(check);

        assertThat(subject.sent()).hasSize(1);
    }

    @Test
    void an_intruder_without_an_object_of_its_own_is_sent_to_the_owners() {
        var order = FakeTarget.get("/orders/{id}", SCHEME).scopes("orders:read").build();
        var alice = FakeTarget.person("alice", SCHEME)
                .scopes("orders:read")
                .with("id", "17")
                .build();
        var subject = FakeSubject.of(target(order, alice, NOTHING), alice, NOTHING, r -> status(403));

        subject.outcome(check);

        assertThat(subject.sent())
                .singleElement()
                .extracting(WireRequest::target)
                .isEqualTo("/orders/17");
    }

    @Test
    void the_owner_is_of_the_intruders_tenant_lest_the_tenant_deny_it() {
        var op = FakeTarget.get("/orders", SCHEME).scopes("orders:read").build();
        var ofA =
                FakeTarget.person("a", SCHEME).tenant("a").scopes("orders:read").build();
        var ofB =
                FakeTarget.person("b", SCHEME).tenant("b").scopes("orders:read").build();
        var intruder = FakeTarget.person("c", SCHEME).tenant("b").build();

        assertThat(parties(planned(check, target(op, ofA, ofB, intruder), SCHEME)))
                .containsExactly(Party.of(ofB, intruder));
    }
}

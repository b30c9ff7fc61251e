package dev.postern.checks.access;

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
import dev.postern.checks.FakeSubject;
import org.junit.jupiter.api.Test;

class AdminDeniedTest {

    private final AdminDenied check = new AdminDenied();

    @Test
    void each_identity_that_lacks_the_role_and_nothing_else_is_a_case() {
        assertThat(parties(planned(check, target(REPORT, ADMIN, CLERK, NO_SCOPE, NOTHING), SCHEME)))
                .containsExactly(Party.of(ADMIN, CLERK));
    }

    @Test
    void says_which_identity_to_add() {
        assertThat(planned(check, target(REPORT, ADMIN, NOTHING), SCHEME))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        m -> assertThat(m.sentence())
                                .contains("without any of the roles [admin]", "with the scopes [orders:read]"));
    }

    @Test
    void fails_where_any_user_will_do_and_passes_where_the_role_counts() {
        var target = target(REPORT, ADMIN, CLERK);

        assertThat(FakeSubject.of(target, ADMIN, CLERK, r -> ok("{}")).outcome(check))
                .isEqualTo(Outcome.FAIL);
        assertThat(FakeSubject.of(target, ADMIN, CLERK, r -> status(404)).outcome(check))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void the_intruder_is_named_so_that_its_credential_is_seen_to_be_alive() {
        var subject = FakeSubject.of(target(REPORT, ADMIN, CLERK), ADMIN, CLERK, r -> status(403));

        assertThat(check.attempts(subject)).allSatisfy(a -> assertThat(a.by()).contains(CLERK));
    }
}

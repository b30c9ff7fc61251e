package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.bearer;
import static dev.postern.checks.FakeSubject.cookie;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.query;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Applicability;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RoleClaimIgnoredTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity BOSS =
            FakeTarget.person("root", SCHEME).roles("superuser").build();
    private static final Identity CLERK =
            FakeTarget.person("alice", SCHEME).roles("clerk").build();
    private static final Operation REPORT = FakeTarget.get("/report", SCHEME)
            .roles("superuser", "auditor", "owner")
            .build();

    private final RoleClaimIgnored check = new RoleClaimIgnored();

    @Test
    void passes_where_claims_are_ignored() {
        assertThat(claiming(r -> false).outcome(check)).isEqualTo(Outcome.PASS);
    }

    @Test
    void fails_where_a_header_a_parameter_or_a_cookie_is_believed() {
        assertThat(claiming(r -> r.header("X-Role").orElse("").equals("admin")).granted(check))
                .containsExactly("X-Role: admin");
        assertThat(claiming(r -> query(r, "is_admin").equals("1")).granted(check))
                .containsExactly("?is_admin=1");
        assertThat(claiming(r -> cookie(r, "admin").equals("1")).granted(check)).containsExactly("cookie admin=1");
    }

    @Test
    void the_names_of_the_required_roles_are_tried_but_not_all_of_many() {
        assertThat(claiming(r -> false).labels(check))
                .contains("X-Role: auditor", "X-Role: owner", "X-Role: admin")
                .doesNotContain("X-Role: superuser")
                .hasSizeLessThanOrEqualTo(check.metadata().requests());
    }

    @Test
    void each_claim_is_sent_alone_with_the_intruders_credential() {
        var subject = claiming(r -> false);

        subject.outcome(check);

        assertThat(subject.sent())
                .allSatisfy(r -> assertThat(bearer(r)).isEqualTo("token-of-alice"))
                .allSatisfy(r -> assertThat(r.headers()).hasSizeLessThanOrEqualTo(2));
    }

    /** Strict APIs refuse what they do not know. */
    @Test
    void a_refused_parameter_is_a_denial_but_a_refused_header_is_not_said_to_be() {
        var strict = server(r -> r.target().contains("?") ? status(400) : status(403));
        var odd = server(r -> r.header("X-Role").isPresent() ? status(400) : status(403));

        assertThat(strict.outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(odd.outcome(check)).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void a_session_keeps_its_cookie_beside_the_claimed_one() {
        var scheme = FakeTarget.session();
        var boss = FakeTarget.person("root", scheme).roles("admin").build();
        var clerk = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(boss)
                .and(clerk)
                .and(FakeTarget.get("/report", scheme).roles("admin").build());
        var subject = FakeSubject.of(target, boss, clerk, r -> status(403)).credential(clerk, "session-of-alice");

        subject.outcome(check);

        assertThat(subject.sent()).allSatisfy(r -> {
            assertThat(cookie(r, "SESSION")).isEqualTo("session-of-alice");
            assertThat(r.headers().stream().filter(h -> h.is("Cookie"))).hasSize(1);
        });
    }

    @Test
    void one_intruder_is_enough() {
        var other = FakeTarget.person("bob", SCHEME).build();

        assertThat(Cast.parties(planned(check, Cast.target(REPORT, BOSS, CLERK, other), SCHEME)))
                .hasSize(1);
        assertThat(planned(check, Cast.target(REPORT, BOSS), SCHEME)).isInstanceOf(Applicability.Missing.class);
    }

    private static FakeSubject claiming(Predicate<WireRequest> believed) {
        return server(r -> believed.test(r) ? ok("{}") : status(403));
    }

    private static FakeSubject server(Function<WireRequest, WireResponse> server) {
        return FakeSubject.of(Cast.target(REPORT, BOSS, CLERK), BOSS, CLERK, server)
                .credential(BOSS, "token-of-root")
                .credential(CLERK, "token-of-alice");
    }
}

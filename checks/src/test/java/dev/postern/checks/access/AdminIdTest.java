package dev.postern.checks.access;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.query;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AdminIdTest {

    private static final Scheme SCHEME = FakeTarget.opaque();
    private static final Identity BOSS =
            FakeTarget.person("root", SCHEME).roles("superuser").build();
    private static final Identity CLERK =
            FakeTarget.person("alice", SCHEME).roles("clerk").build();
    private static final Operation REPORT = FakeTarget.get("/report", SCHEME)
            .roles("superuser", "auditor", "owner")
            .build();

    private final AdminId check = new AdminId();

    @Test
    void passes_where_naming_gives_nothing_and_fails_where_it_does() {
        assertThat(claiming(r -> false).outcome(check)).isEqualTo(Outcome.PASS);
        assertThat(claiming(r -> query(r, "act_as").equals("root")).granted(check))
                .containsExactly("?act_as=root");
        assertThat(claiming(r -> r.header("Impersonate-User").orElse("").equals("root"))
                        .granted(check))
                .containsExactly("Impersonate-User: root");
    }

    @Test
    void the_subject_of_the_administrators_token_is_its_name_too() {
        var payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"u-1\"}".getBytes(StandardCharsets.UTF_8));
        var subject = claiming(r -> false).credential(BOSS, "e30." + payload + ".c2ln");

        assertThat(subject.labels(check))
                .contains("?act_as=u-1", "?act_as=root")
                .hasSizeLessThanOrEqualTo(check.metadata().requests());
    }

    @Test
    void a_credential_that_only_looks_like_a_jwt_is_no_obstacle() {
        for (var odd : new String[] {"a.b.c", "..", "e30.!!!.x", "e30.W10.x", "e30.bnVsbA.x"}) {
            assertThat(claiming(r -> false).credential(BOSS, odd).labels(check)).contains("?act_as=root");
        }
    }

    @Test
    void the_login_name_is_its_name_too() {
        var boss = FakeTarget.person("root", SCHEME)
                .roles("superuser")
                .obtains(FakeTarget.passwordGrant(false))
                .build();
        var subject = FakeSubject.of(Cast.target(REPORT, boss, CLERK), boss, CLERK, r -> status(403));

        assertThat(subject.labels(check)).contains("?act_as=alice@example.test", "?act_as=root");
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

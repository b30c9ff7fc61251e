package dev.postern.checks.mfa;

import static dev.postern.checks.FakeSubject.cookie;
import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MfaRequiredTest {

    private static final Scheme SCHEME = FakeTarget.session();
    private static final Identity ALICE =
            FakeTarget.person("alice", SCHEME).obtains(FakeTarget.twoSteps()).build();

    private final MfaRequired check = new MfaRequired();

    @Test
    void passes_where_the_half_session_is_denied_and_the_whole_one_granted() {
        var subject = granting("whole").logins(() -> Optional.of("half"), () -> Optional.of("whole"));

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).contains("was denied");
        assertThat(subject.pauses()).isEmpty();
    }

    @Test
    void passes_with_other_words_where_the_half_login_brings_no_cookie() {
        var verdict = granting("whole")
                .logins(Optional::empty, () -> Optional.of("whole"))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).contains("no session cookie");
    }

    @Test
    void fails_where_the_half_session_is_granted() {
        var verdict = granting("half", "whole")
                .logins(() -> Optional.of("half"), () -> Optional.of("whole"))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }

    /** The silent pass: the password is wrong or the account locked, so no login leads anywhere. */
    @Test
    void a_login_that_never_works_proves_nothing() {
        var verdict = granting("other")
                .logins(() -> Optional.of("half"), () -> Optional.of("whole"))
                .verdict(check);
        var noCookie =
                granting("other").logins(Optional::empty, Optional::empty).verdict(check);

        assertThat(verdict.reason()).isEqualTo(Reason.POSITIVE_CONTROL_FAILED);
        assertThat(noCookie.reason()).isEqualTo(Reason.POSITIVE_CONTROL_FAILED);
    }

    /** RFC 6238 5.2: the audit's own login may just have used the code up. */
    @Test
    void a_code_that_was_used_up_is_waited_out() {
        var logins = new AtomicInteger();
        var subject = granting("whole")
                .logins(
                        () -> Optional.of("half"),
                        () -> Optional.of(logins.incrementAndGet() == 1 ? "code-refused" : "whole"));

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(subject.pauses()).containsExactly(Duration.ofSeconds(31));
    }

    @Test
    void a_crash_on_the_half_session_is_no_denial() {
        var target = FakeTarget.of(SCHEME)
                .and(ALICE)
                .and(FakeTarget.get("/orders", SCHEME).build());
        var subject = FakeSubject.of(target, ALICE, r -> cookie(r, "SESSION").equals("whole") ? ok("{}") : status(500))
                .logins(() -> Optional.of("half"), () -> Optional.of("whole"));

        assertThat(subject.verdict(check).reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    /** A server that remembers the address of a whole login would otherwise let the half one in. */
    @Test
    void the_half_login_comes_first() {
        var remembered = new AtomicInteger();
        var target = FakeTarget.of(SCHEME)
                .and(ALICE)
                .and(FakeTarget.get("/orders", SCHEME).build());
        var subject = FakeSubject.of(
                        target,
                        ALICE,
                        r -> cookie(r, "SESSION").equals("whole") || remembered.get() > 0 ? ok("{}") : status(401))
                .logins(() -> Optional.of("half"), () -> {
                    remembered.incrementAndGet();
                    return Optional.of("whole");
                });

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void an_identity_with_a_second_factor_is_looked_for() {
        var plain = FakeTarget.person("bob", SCHEME).build();
        var place = FakeTarget.get("/orders", SCHEME).build();

        assertThat(planned(check, FakeTarget.of(SCHEME).and(plain).and(ALICE).and(place), SCHEME))
                .isEqualTo(new Applicability.Applies(Party.of(ALICE)));
        assertThat(planned(check, FakeTarget.of(SCHEME).and(plain).and(place), SCHEME))
                .isInstanceOf(Applicability.Missing.class);
    }

    private static FakeSubject granting(String... cookies) {
        var valid = Set.of(cookies);
        var target = FakeTarget.of(SCHEME)
                .and(ALICE)
                .and(FakeTarget.get("/orders", SCHEME).build());
        return FakeSubject.of(target, ALICE, r -> valid.contains(cookie(r, "SESSION")) ? ok("{}") : status(401));
    }
}

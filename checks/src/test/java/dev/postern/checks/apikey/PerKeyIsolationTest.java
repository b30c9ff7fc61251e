package dev.postern.checks.apikey;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.planned;
import static dev.postern.checks.FakeSubject.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.http.WireRequest;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PerKeyIsolationTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);

    private final PerKeyIsolation check = new PerKeyIsolation();

    @Test
    void passes_where_each_key_has_its_own_limit() {
        var subject = limited(new Limiter(5, WINDOW));

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(subject.pauses()).isEmpty();
    }

    @Test
    void fails_where_all_keys_share_one_limit() {
        var verdict = limited(new Limiter(5, WINDOW).countingBy(r -> "all")).verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("alice", "bob");
    }

    @Test
    void a_limit_of_one_request_is_judged_too() {
        assertThat(limited(1, new Limiter(1, WINDOW)).verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(limited(1, new Limiter(1, WINDOW).countingBy(r -> "all"))
                        .verdict(check)
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_key_that_used_itself_up_before_is_not_taken_for_a_shared_limit() {
        var limiter = new Limiter(5, WINDOW).alreadyUsed("key-of-bob", 5);

        var subject = limited(limiter);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(subject.pauses()).hasSize(1);
    }

    @Test
    void a_key_that_is_always_refused_proves_nothing() {
        var limiter = new Limiter(5, WINDOW);
        var subject = subject(
                5,
                r -> r.header("X-API-Key").orElseThrow().equals("key-of-bob")
                        ? new Answer.Answered(status(429))
                        : limiter.apply(r));
        limiter.follow(subject);

        assertThat(subject.verdict(check).reason()).isEqualTo(Reason.SETUP_FAILED);
    }

    @Test
    void a_key_that_cannot_be_used_up_proves_nothing() {
        assertThat(subject(5, r -> new Answer.Answered(ok("{}"))).verdict(check).reason())
                .isEqualTo(Reason.SETUP_FAILED);
    }

    @Test
    void a_crash_of_the_other_key_proves_nothing() {
        var limiter = new Limiter(5, WINDOW);
        var subject = subject(
                5,
                r -> r.header("X-API-Key").orElseThrow().equals("key-of-bob")
                        ? new Answer.Answered(status(500))
                        : limiter.apply(r));
        limiter.follow(subject);

        assertThat(subject.verdict(check).reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    /** The other's admission only counts while the first is refused. */
    @Test
    void a_window_that_ended_meanwhile_is_tried_again() {
        var limiter = new Limiter(5, WINDOW);
        var others = new AtomicInteger();
        var subject = subject(5, r -> {
            if (r.header("X-API-Key").orElseThrow().equals("key-of-bob") && others.incrementAndGet() == 1) {
                limiter.alreadyUsed("key-of-alice", 0);
            }
            return limiter.apply(r);
        });
        limiter.follow(subject);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
        assertThat(others).hasValue(2);
    }

    @Test
    void two_identities_with_one_key_cannot_be_told_apart() {
        var scheme = FakeTarget.metered(5, WINDOW);
        var alice = FakeTarget.person("alice", scheme).build();
        var bob = FakeTarget.person("bob", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(bob)
                .and(FakeTarget.get("/orders", scheme).build());

        assertThat(FakeSubject.of(target, alice, r -> ok("{}")).verdict(check).reason())
                .isEqualTo(Reason.INDISTINGUISHABLE);
    }

    @Test
    void one_identity_is_not_enough() {
        var scheme = FakeTarget.metered(5, WINDOW);
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());

        assertThat(planned(check, target, scheme)).isInstanceOf(Applicability.Missing.class);
    }

    private static FakeSubject limited(Limiter limiter) {
        return limited(5, limiter);
    }

    private static FakeSubject limited(int declared, Limiter limiter) {
        var subject = subject(declared, limiter);
        limiter.follow(subject);
        return subject;
    }

    private static FakeSubject subject(int declared, Function<WireRequest, Answer> server) {
        var scheme = FakeTarget.metered(declared, WINDOW);
        var alice = FakeTarget.person("alice", scheme).build();
        var bob = FakeTarget.person("bob", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(bob)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.on(target, Party.of(alice), server)
                .credential(alice, "key-of-alice")
                .credential(bob, "key-of-bob");
    }
}

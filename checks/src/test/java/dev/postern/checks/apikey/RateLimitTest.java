package dev.postern.checks.apikey;

import static dev.postern.checks.FakeSubject.ok;
import static dev.postern.checks.FakeSubject.status;
import static dev.postern.checks.FakeSubject.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Site;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Limit;
import dev.postern.api.target.Scheme;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration REST = WINDOW.plusSeconds(1);

    private final RateLimit check = new RateLimit();

    @Test
    void passes_where_the_declared_number_is_admitted_and_no_more() {
        var subject = limited(new Limiter(5, WINDOW));

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).contains("refused after 5 requests");
        assertThat(subject.pauses()).containsExactly(REST);
        // One that asks whether the window is fresh, then five, their refusal, two confirmations, and one with an
        // address.
        assertThat(subject.sent()).hasSize(10);
    }

    @Test
    void fails_where_nothing_is_ever_refused() {
        var subject = answering(5, r -> new Answer.Answered(ok("{}")));

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("Twice 6 requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP"})
    void fails_where_a_made_up_address_opens_a_new_limit(String field) {
        var limiter = new Limiter(5, WINDOW)
                .countingBy(r ->
                        r.header("X-API-Key").orElseThrow() + r.header(field).orElse(""));

        var verdict = limited(limiter).verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("refused", "made-up address", "2 times of 2");
    }

    /** A bucket may have room for one more, whatever stands in the header. */
    @Test
    void one_more_that_is_admitted_with_an_address_is_no_finding() {
        var limiter = new Limiter(5, WINDOW);
        var once = new AtomicInteger();
        var subject = answering(
                5,
                r -> r.header("X-Forwarded-For").isPresent() && once.getAndIncrement() == 0
                        ? new Answer.Answered(ok("{}"))
                        : limiter.apply(r));
        limiter.follow(subject);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 10})
    void fails_where_more_than_declared_is_admitted_every_time(int admitted) {
        assertThat(limited(new Limiter(admitted, WINDOW)).verdict(check).outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void fails_where_a_wider_limit_refuses_by_a_status_of_its_own() {
        var scheme = new Scheme.ApiKey(
                "partner", Scheme.Carrier.HEADER, "X-API-Key", Optional.of(new Limit(5, WINDOW, 403)));
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var limiter = new Limiter(6, WINDOW);
        var subject = FakeSubject.on(
                target,
                Party.of(alice),
                r -> ((Answer.Answered) limiter.apply(r)).response().isSuccess()
                        ? new Answer.Answered(ok("{}"))
                        : new Answer.Answered(status(403)));
        limiter.follow(subject);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.FAIL);
    }

    /** Such an API needs its sign of denial declared; it must not be accused of admitting. */
    @Test
    void a_refusal_inside_a_200_is_not_taken_for_a_grant() {
        var limiter = new Limiter(5, WINDOW);
        var subject = answering(
                5,
                r -> ((Answer.Answered) limiter.apply(r)).response().isSuccess()
                        ? new Answer.Answered(ok("{}"))
                        : new Answer.Answered(ok("{\"error\":\"slow down\"}")));
        limiter.follow(subject);

        assertThat(subject.verdict(check).reason()).isEqualTo(Reason.UNLIKE_CONTROLS);
    }

    /** A fixed window may end in mid burst; that admits too much without breaking the promise. */
    @Test
    void a_window_that_ends_in_mid_burst_is_not_accused() {
        var limiter = new Limiter(5, WINDOW);
        var sent = new AtomicInteger();
        var subject = answering(5, r -> {
            // The fourth request of the burst is the first of the next window.
            if (sent.incrementAndGet() == 5) {
                limiter.alreadyUsed(r.header("X-API-Key").orElseThrow(), 0);
            }
            return limiter.apply(r);
        });
        limiter.follow(subject);

        var verdict = subject.verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.words()).contains("at the second try");
    }

    @Test
    void a_key_that_was_in_use_rests_first() {
        var limiter = new Limiter(5, WINDOW).alreadyUsed("key-of-alice", 3);

        assertThat(limited(limiter).verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_window_that_the_target_publishes_as_fresh_needs_no_rest() {
        for (var header : new String[] {"RateLimit-Remaining", "X-RateLimit-Remaining", "RateLimit"}) {
            var limiter = new Limiter(5, WINDOW);
            var subject = answering(5, r -> published(limiter, header, r));
            limiter.follow(subject);

            assertThat(subject.verdict(check).outcome()).as(header).isEqualTo(Outcome.PASS);
            assertThat(subject.pauses()).isEmpty();
        }
    }

    @Test
    void a_published_number_that_lies_costs_a_second_try_and_no_false_alarm() {
        var limiter = new Limiter(5, WINDOW).alreadyUsed("key-of-alice", 2);
        var subject = answering(
                5,
                r -> new Answer.Answered(
                        with(((Answer.Answered) limiter.apply(r)).response(), "X-RateLimit-Remaining", "4")));
        limiter.follow(subject);

        assertThat(subject.verdict(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_limit_that_is_stricter_than_declared_is_named() {
        var verdict = limited(new Limiter(3, WINDOW)).verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("not the declared one", "after 3 requests");
    }

    @Test
    void a_key_that_is_used_up_for_the_day_is_inconclusive() {
        var verdict = limited(new Limiter(0, WINDOW)).verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(Reason.SETUP_FAILED);
    }

    /** A lock, a revocation, an overload, a filter: none of them is a limit. */
    @ParameterizedTest
    @CsvSource({"401,CONTROL_LOST", "403,CONTROL_LOST", "500,SERVER_ERROR", "503,GATEWAY"})
    void another_refusal_in_mid_burst_is_no_limit(int status, Reason reason) {
        var sent = new AtomicInteger();
        var verdict = answering(5, r -> new Answer.Answered(sent.incrementAndGet() > 4 ? status(status) : ok("{}")))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "TIMEOUT", "BUDGET", "STOPPED"})
    void no_answer_in_mid_burst_is_no_limit(Failure failure) {
        var sent = new AtomicInteger();
        var verdict = answering(
                        5,
                        r -> sent.incrementAndGet() > 4
                                ? new Answer.Unanswered(failure, "gone")
                                : new Answer.Answered(ok("{}")))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void a_single_429_that_does_not_hold_is_no_limit() {
        var sent = new AtomicInteger();
        var verdict = answering(5, r -> new Answer.Answered(sent.incrementAndGet() == 7 ? status(429) : ok("{}")))
                .verdict(check);

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(Reason.UNSTABLE_CONTROL);
    }

    @Test
    void a_burst_that_takes_more_than_half_of_the_window_is_rejected() {
        var window = Duration.ofMillis(60);
        var scheme = FakeTarget.metered(5, window);
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var subject = FakeSubject.of(target, alice, r -> {
            sleep(20);
            return ok("{}");
        });

        var verdict = subject.verdict(check);

        assertThat(verdict.reason()).isEqualTo(Reason.TOO_SLOW);
        assertThat(verdict.words()).contains("more than half of the window");
    }

    @Test
    void a_large_limit_or_a_long_window_is_not_tried() {
        var large = answering(200, r -> new Answer.Answered(ok("{}")));
        var scheme = FakeTarget.metered(5, Duration.ofMinutes(10));
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        var slow = FakeSubject.of(target, alice, r -> ok("{}"));

        assertThat(large.verdict(check).reason()).isEqualTo(Reason.LIMIT_TOO_LARGE);
        assertThat(slow.verdict(check).reason()).isEqualTo(Reason.LIMIT_TOO_LARGE);
        assertThat(large.sent()).isEmpty();
        assertThat(slow.sent()).isEmpty();
    }

    @Test
    void uses_up_the_limit_of_its_scheme() {
        var scheme = FakeTarget.metered(5, WINDOW);
        var target = FakeTarget.of(scheme)
                .and(FakeTarget.get("/orders", scheme).build())
                .build();

        assertThat(check.usesUp(new Site(target, target.operations().get("GET /orders"), scheme)))
                .containsExactly("limit:partner");
    }

    private static Answer published(Limiter limiter, String header, WireRequest request) {
        var response = ((Answer.Answered) limiter.apply(request)).response();
        var remaining = limiter.remaining(request);
        return new Answer.Answered(
                with(response, header, header.equals("RateLimit") ? "\"k\";r=" + remaining + ";t=9" : "" + remaining));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    private static FakeSubject limited(Limiter limiter) {
        var subject = answering(5, limiter);
        limiter.follow(subject);
        return subject;
    }

    private static FakeSubject answering(int declared, Function<WireRequest, Answer> server) {
        var scheme = FakeTarget.metered(declared, WINDOW);
        var alice = FakeTarget.person("alice", scheme).build();
        var target = FakeTarget.of(scheme)
                .and(alice)
                .and(FakeTarget.get("/orders", scheme).build());
        return FakeSubject.on(target, Party.of(alice), server).credential(alice, "key-of-alice");
    }
}

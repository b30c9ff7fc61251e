package dev.postern.checks.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.http.Answer;
import dev.postern.api.http.WireRequest;
import dev.postern.checks.FakeSubject;
import dev.postern.checks.FakeTarget;
import dev.postern.forge.Draft;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Time is that of a fake clock: what is tested is what the check makes of it. */
class P2cBombTest {

    private static final Duration WORK = Duration.ofSeconds(2);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final String VALID =
            Draft.ofClaims(Map.of("sub", "alice")).unsigned("none").text();

    private final P2cBomb check = new P2cBomb();
    private final FakeTarget target = FakeTarget.of(FakeTarget.jwt())
            .heavy()
            .and(FakeTarget.get("/orders", FakeTarget.jwt()).build())
            .and(FakeTarget.person("alice", FakeTarget.jwt()).build());

    private int sent;

    private Verdict verdict(Function<WireRequest, Answer> server, Function<WireRequest, Duration> time) {
        var alice = target.build().identities().get("alice");
        var subject = FakeSubject.on(target, Party.of(alice), server)
                .credential(alice, VALID)
                .taking(time);
        var verdict = subject.verdict(check);
        sent = subject.sent().size();
        assertThat(sent).isLessThanOrEqualTo(check.metadata().requests());
        return verdict;
    }

    private static Answer refusing(WireRequest request) {
        return new Answer.Answered(
                FakeSubject.bearer(request).equals(VALID) ? FakeSubject.ok("[]") : FakeSubject.status(401));
    }

    private static boolean isHeavy(WireRequest request) {
        var header = FakeSubject.bearer(request).split("\\.", 2)[0];
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8).contains("\"p2c\":3000000");
    }

    @Test
    void it_runs_where_the_target_file_allows_it_only() {
        var jwt = FakeTarget.jwt();
        var cautious = FakeTarget.of(jwt)
                .and(FakeTarget.get("/orders", jwt).build())
                .and(FakeTarget.person("alice", jwt).build());

        assertThat(FakeSubject.planned(check, cautious, jwt))
                .isInstanceOfSatisfying(
                        Applicability.Missing.class,
                        missing -> assertThat(missing.sentence()).contains("`limits:`", "`heavy: allow`"));
        assertThat(FakeSubject.planned(check, target, jwt)).isInstanceOf(Applicability.Applies.class);
    }

    @Test
    void a_target_that_does_as_the_token_says_is_found() {
        var verdict = verdict(P2cBombTest::refusing, r -> isHeavy(r) ? WORK : QUICK);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.words()).contains("took 2000 ms, 2000 ms, 2000 ms, light ones beside them 5 ms");
        assertThat(sent).isEqualTo(7);
    }

    @Test
    void a_target_that_gives_up_under_the_work_is_found() {
        var verdict = verdict(
                r -> isHeavy(r) ? new Answer.Unanswered(Answer.Failure.TIMEOUT, "too late") : refusing(r),
                r -> isHeavy(r) ? Duration.ofSeconds(10) : QUICK);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_target_that_refuses_at_once_passes_and_gets_one_heavy_token() {
        var verdict = verdict(P2cBombTest::refusing, r -> QUICK);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(sent).isEqualTo(4);
    }

    @Test
    void a_slow_target_is_no_finding() {
        assertThat(verdict(P2cBombTest::refusing, r -> WORK).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_target_that_stumbles_while_the_heavy_tokens_are_there_is_no_finding() {
        var count = new AtomicInteger();

        var verdict = verdict(P2cBombTest::refusing, r -> isHeavy(r) && count.incrementAndGet() < 3 ? WORK : QUICK);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void where_light_tokens_are_as_slow_nothing_is_claimed() {
        var times = List.of(5L, 2000L, 900L, 2100L, 5L, 2000L, 5L).iterator();

        var verdict = verdict(P2cBombTest::refusing, r -> Duration.ofMillis(times.next()));

        assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(verdict.reason()).isEqualTo(Reason.UNSTABLE_CONTROL);
    }

    @Test
    void where_light_tokens_crash_the_target_nothing_is_claimed() {
        var verdict = verdict(
                r -> FakeSubject.bearer(r).equals(VALID) ? refusing(r) : new Answer.Answered(FakeSubject.status(500)),
                r -> QUICK);

        assertThat(verdict.reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    @Test
    void where_the_valid_credential_is_gone_afterwards_nothing_is_claimed() {
        var verdict = verdict(r -> new Answer.Answered(FakeSubject.status(401)), r -> QUICK);

        assertThat(verdict.reason()).isEqualTo(Reason.CONTROL_LOST);
    }
}

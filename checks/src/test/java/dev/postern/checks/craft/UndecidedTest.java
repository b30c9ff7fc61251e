package dev.postern.checks.craft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.http.Answer;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.checks.FakeSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UndecidedTest {

    @ParameterizedTest
    @CsvSource({"429,THROTTLED", "500,SERVER_ERROR", "502,GATEWAY", "503,GATEWAY", "504,GATEWAY", "501,SERVER_ERROR"})
    void an_answer_that_decides_nothing_has_its_reason(int status, Reason reason) {
        assertThat(verdict(new Answer.Answered(FakeSubject.status(status))).map(Verdict::reason))
                .contains(reason);
    }

    @Test
    void an_answer_below_500_is_one_to_look_at() {
        assertThat(verdict(new Answer.Answered(FakeSubject.status(401)))).isEmpty();
        assertThat(verdict(new Answer.Answered(FakeSubject.status(200)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void no_answer_never_decides(Failure failure) {
        var verdict = verdict(new Answer.Unanswered(failure, "why")).orElseThrow();

        assertThat(verdict.words()).contains("why");
        assertThat(verdict.reason())
                .isIn(
                        failure.isRefusal()
                                ? new Reason[] {Reason.BUDGET, Reason.REFUSED_BY_DOOR}
                                : new Reason[] {Reason.TRANSPORT});
    }

    private static Optional<Verdict> verdict(Answer answer) {
        var request = WireRequest.of(new Origin("https", "api.example.test", 443), "GET", "/");
        return Undecided.verdict("The step", new Exchange(request, answer, Instant.EPOCH, Duration.ZERO));
    }
}

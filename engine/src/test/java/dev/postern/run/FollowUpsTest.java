package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.SecurityCheck;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cause is told once, and counts once for the gate. */
class FollowUpsTest {

    @TempDir
    private Path folder;

    private Audit audit(Function<Request, Reply> script, SecurityCheck... checks) {
        try (var stage = Stage.open(script)) {
            return Rehearsal.of(folder, Stage.TARGET.formatted(stage.url()), checks)
                    .run();
        }
    }

    private static CaseResult of(Audit audit, String checkId) {
        return audit.results().values().stream()
                .filter(r -> r.planned().checkId().equals(checkId))
                .findFirst()
                .orElseThrow();
    }

    private static Reply open(Request request) {
        return request.path().equals("/orders") ? Reply.orders() : Reply.NOT_FOUND;
    }

    @Test
    void what_cannot_be_told_of_an_open_operation_follows_from_its_openness() {
        var audit = audit(FollowUpsTest::open, new StageChecks.WrongCredential(), new StageChecks.Openness());

        assertThat(of(audit, "auth.missing-credential").verdict().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(of(audit, "stage.wrong-credential")).satisfies(followUp -> {
            assertThat(followUp.verdict().reason()).isEqualTo(Reason.OPERATION_IS_OPEN);
            assertThat(followUp.exemption())
                    .contains(new Exemption(
                            Exemption.Kind.FOLLOWS, "follows from auth.missing-credential on GET /orders"));
        });
        assertThat(audit.gate().reasons()).singleElement().asString().startsWith("1 case failed");
    }

    @Test
    void without_its_cause_in_the_audit_a_case_counts_for_itself() {
        var audit = audit(FollowUpsTest::open, new StageChecks.WrongCredential());

        assertThat(of(audit, "stage.wrong-credential").exemption()).isEmpty();
        assertThat(audit.gate().passed()).isFalse();
    }

    @Test
    void a_credential_that_was_lost_is_told_once() {
        var asked = new AtomicInteger();
        var audit = audit(
                request -> request.bearer().equals(TOKEN) && asked.incrementAndGet() < 2
                        ? open(request)
                        : Reply.UNAUTHORIZED,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential());

        assertThat(audit.with(Outcome.INCONCLUSIVE)).hasSize(2);
        assertThat(audit.with(Outcome.INCONCLUSIVE).stream()
                        .filter(r -> r.exemption().isPresent()))
                .singleElement()
                .satisfies(r -> assertThat(r.exemption().orElseThrow().words()).startsWith("follows from stage."));
    }
}

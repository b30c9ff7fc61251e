package dev.postern.run;

import static dev.postern.stage.Stage.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.api.audit.Sensitivity;
import dev.postern.api.audit.Sensitivity.Detection;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Check;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Subject;
import dev.postern.stage.Rehearsal;
import dev.postern.stage.Stage;
import dev.postern.stage.Stage.Reply;
import dev.postern.stage.Stage.Request;
import dev.postern.stage.StageChecks;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which checks notice a target that enforces nothing. */
class SabotagedRunTest {

    @TempDir
    private Path folder;

    private Sensitivity sensitivity(String targetFile, Function<Request, Reply> script, SecurityCheck... checks)
            throws InterruptedException {
        try (var stage = Stage.open(script)) {
            var rehearsal = Rehearsal.of(folder, targetFile.formatted(stage.url()), checks);
            try (var run = SabotagedRun.open(
                    rehearsal.plan(),
                    rehearsal.loaded().target(),
                    rehearsal.loaded().secrets(),
                    rehearsal.catalogue()::find,
                    "test")) {
                return run.run(2);
            }
        }
    }

    /** Asks for what does not exist, and takes any answer for a denial: it can't fail. */
    @Check(id = "stage.blind", title = "Never fails", severity = Severity.HIGH, requests = 1)
    public static final class Blind implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            var elsewhere = on.bare().withTarget("/nowhere/at/all");
            return Stream.of(on.attempt("elsewhere", elsewhere).tolerating(Attempt.Tolerated.NOT_ROUTED));
        }
    }

    /** Sends a credential that half of the time is none. */
    @Check(id = "stage.half-blind", title = "Sees half", severity = Severity.HIGH, requests = 2)
    public static final class HalfBlind implements DenialCheck {
        @Override
        public Stream<Attempt> attempts(Subject on) {
            return Stream.concat(
                    new Blind().attempts(on), Stream.of(on.attempt("invented", "invented-credential-0001")));
        }
    }

    private static Reply existing(Request request) {
        return request.path().equals("/orders") ? Stage.ORDERS.apply(request) : Reply.NOT_FOUND;
    }

    @Test
    void checks_that_work_detect_and_a_blind_one_is_exposed() throws Exception {
        var sensitivity = sensitivity(
                Stage.TARGET,
                SabotagedRunTest::existing,
                new StageChecks.NoCredential(),
                new StageChecks.WrongCredential(),
                new StageChecks.NoStore(),
                new Blind());

        assertThat(sensitivity.rows())
                .extracting(r -> r.planned().checkId(), Sensitivity.Row::detection)
                .containsExactlyInAnyOrder(
                        tuple("stage.no-credential", Detection.DETECTS),
                        tuple("stage.wrong-credential", Detection.DETECTS),
                        tuple("stage.blind", Detection.BLIND));
        assertThat(sensitivity.isProved()).isFalse();
        assertThat(sensitivity.with(Detection.BLIND).get(0).words()).contains("could never have failed");
        assertThat(sensitivity.toString()).doesNotContain(TOKEN);
    }

    @Test
    void it_counts_the_attempts_that_would_have_been_noticed() throws Exception {
        var row = sensitivity(Stage.TARGET, SabotagedRunTest::existing, new HalfBlind())
                .rows()
                .get(0);

        assertThat(row.detection()).isEqualTo(Detection.DETECTS);
        assertThat(row.noticed()).isEqualTo(1);
        assertThat(row.attempts()).isEqualTo(2);
    }

    @Test
    void a_target_whose_valid_credential_is_dead_proves_nothing() throws Exception {
        var row = sensitivity(Stage.TARGET, request -> Reply.UNAUTHORIZED, new StageChecks.WrongCredential())
                .rows()
                .get(0);

        assertThat(row.detection()).isEqualTo(Detection.UNDECIDED);
        assertThat(row.words()).contains("valid credential of alice is not granted");
    }

    @ParameterizedTest
    @CsvSource({"header, X-Key", "query, key", "cookie, key"})
    void the_credential_is_swapped_where_the_scheme_carries_it(String in, String name) throws Exception {
        var targetFile = Stage.TARGET
                .replace("type: bearer-opaque", "type: api-key\n    in: %s\n    name: %s".formatted(in, name))
                .replace("token: token", "key: token");

        var sensitivity = sensitivity(
                targetFile,
                request -> keyOf(request, in, name).equals(TOKEN) ? Reply.orders() : Reply.UNAUTHORIZED,
                new StageChecks.WrongCredential());

        assertThat(sensitivity.isProved()).as(sensitivity.rows().toString()).isTrue();
    }

    private static String keyOf(Request request, String in, String name) {
        return switch (in) {
            case "header" -> request.header(name).orElse("");
            case "cookie" -> request.header("Cookie").orElse("").replace(name + "=", "");
            default -> request.query().replace(name + "=", "");
        };
    }
}

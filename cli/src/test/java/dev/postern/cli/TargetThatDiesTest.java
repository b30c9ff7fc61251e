package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetThatDiesTest {

    @TempDir
    private Path folder;

    @Test
    void what_a_target_did_not_answer_any_more_is_inconclusive_and_all_reports_are_written() throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            stopAfter(300, sample);

            var run = sample.audit();

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            var file = sample.file();
            assertThat(file.cases("pass")).isNotEmpty();
            assertThat(file.cases("inconclusive")).hasSizeGreaterThan(10);
            assertThat(file.cases("inconclusive").stream().filter(c -> !tellsOfSilence(c)))
                    .isEmpty();
            assertThat(file.cases("fail")).isEmpty();
            assertThat(file.interrupted()).isFalse();
            assertThat(sample.reports()).isDirectoryContaining("glob:**/{report.html,journal.jsonl,allure-results}");
            assertThat(sample.reports().resolve("report.html")).isNotEmptyFile();
            assertThat(sample.reports().resolve("allure-results")).isNotEmptyDirectory();
            assertThat(Files.readString(sample.reports().resolve("journal.jsonl")))
                    .contains("\"event\":\"finished\"");
            assertThat(run.out()).contains("Gate: FAILED.", "could not be decided");
            assertThat(run.err()).isEmpty();
            assertThat(new SecretSearch(sample.api().secrets()).in(sample.reports()))
                    .isEmpty();
        }
    }

    private static boolean tellsOfSilence(AuditFile.Case inconclusive) {
        return Set.of("transport", "no-credential").contains(inconclusive.reason())
                && Stream.of("nothing listens", "connection ended", "no answer", "did not answer")
                        .anyMatch(inconclusive.words()::contains);
    }

    private static void stopAfter(int requests, Sample sample) {
        var watch = new Thread(() -> {
            while (sample.api().requestCount() < requests) {
                Thread.onSpinWait();
            }
            sample.api().stop();
        });
        watch.setDaemon(true);
        watch.start();
    }
}

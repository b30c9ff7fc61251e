package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, which is told to end. */
class InterruptionTest {

    private static final int AT_ONCE = 4;

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signal that asks a process to end")
    void an_audit_that_is_told_to_end_sends_no_more_and_leaves_the_reports_of_what_it_did() throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            sample.edit(text ->
                    text.replace("rate: 1000", "rate: 40").replace("concurrency: 8", "concurrency: " + AT_ONCE));
            var out = folder.resolve("out.txt");
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Postern.class.getName(),
                            "audit",
                            sample.targetFile().toString(),
                            "--output",
                            folder.resolve("reports").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                while (sample.api().requestCount() < 80 && process.isAlive()) {
                    Thread.sleep(5);
                }

                process.destroy(); // SIGTERM
                var until = sample.api().requestCount();
                assertThat(process.waitFor(10, TimeUnit.SECONDS))
                        .as("it ends within 10 s")
                        .isTrue();

                assertThat(sample.api().requestCount()).isBetween(until, until + AT_ONCE);
                assertThat(process.exitValue()).isNotIn(Postern.PASSED, Postern.INPUT_ERROR, Postern.INTERNAL_ERROR);
                assertThat(Files.readString(sample.reports().resolve("journal.jsonl")))
                        .contains("\"event\":\"interrupted\"");
                var file = sample.file();
                assertThat(file.interrupted()).isTrue();
                assertThat(file.cases("inconclusive")).isEmpty();
                assertThat(file.cases("pass")).isNotEmpty();
                assertThat(file.root().at("/counts/notRun").asInt()).isGreaterThan(10);
                assertThat(file.root().at("/gate/passed").asBoolean()).isFalse();
                assertThat(sample.reports().resolve("report.html")).isNotEmptyFile();
                assertThat(sample.reports().resolve("allure-results")).isNotEmptyDirectory();
                assertThat(Files.readString(out)).doesNotContain("Exception", "\tat ");
                var search = new SecretSearch(sample.api().secrets());
                assertThat(search.in(sample.reports())).isEmpty();
                assertThat(search.in("standard output", Files.readString(out))).isEmpty();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}

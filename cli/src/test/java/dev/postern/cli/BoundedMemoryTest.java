package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What an audit keeps in memory does not grow with the number of its requests. */
class BoundedMemoryTest {

    private static final int BODY = 20 * 1024;

    @TempDir
    private Path folder;

    @Test
    void an_audit_of_many_large_answers_needs_little_memory() throws Exception {
        audit(8, "48m", 600);
    }

    /** Takes minutes: {@code -Dpostern.long=true}. */
    @Test
    @EnabledIfSystemProperty(named = "postern.long", matches = "true")
    void ten_thousand_requests_fit_into_256_MiB() throws Exception {
        audit(120, "256m", 10_000);
    }

    private void audit(int operations, String heap, int leastRequests) throws Exception {
        try (var api = HeavyApi.withBodiesOf(BODY)) {
            var targetFile = api.writeTargetFile(folder, operations);
            var process = Forked.postern(
                    folder.resolve("out.txt"),
                    "-Xmx" + heap,
                    "audit",
                    targetFile.toString(),
                    "--output",
                    folder.resolve("reports").toString());
            try {
                assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
                var out = Files.readString(folder.resolve("out.txt"));

                assertThat(process.exitValue()).as(out).isIn(Postern.PASSED, Postern.FAILED);
                assertThat(api.requests()).isGreaterThan(leastRequests);
                var reports = folder.resolve("reports/heavy");
                var file = AuditFile.in(reports);
                assertThat(file.root().at("/counts/notRun").asInt()).isZero();
                assertThat(file.cases("pass")).hasSizeGreaterThan(leastRequests / 20);
                assertThat(reports.resolve("report.html")).isNotEmptyFile();
                assertThat(reports.resolve("audit.sarif")).isNotEmptyFile();
                assertThat(reports.resolve("allure-results")).isNotEmptyDirectory();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}

package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void the_demo_shows_in_a_minute_what_holds_what_does_not_and_where_the_proof_is() {
        var start = Instant.now();

        var run = CommandRun.of("demo", "--output", folder.toString());

        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Postern.PASSED);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Gate: passed.", "Gate: FAILED.", "Findings: 3")
                .contains("jwt.alg-none", "tenant.isolated", "refresh.replayed")
                .contains("docs/target-file.md");
        assertThat(run.out().lines().count())
                .as("fits on two screens of 42 lines")
                .isLessThan(84);
        for (var name : new String[] {"hardened", "weakened"}) {
            var report = folder.resolve(name).resolve("report.html");
            assertThat(run.out()).contains(report.toString());
            assertThat(report).isNotEmptyFile();
            assertThat(folder.resolve(name).resolve("allure-results")).isNotEmptyDirectory();
            assertThat(AuditFile.in(folder.resolve(name)).controlsThatClaimTooMuch())
                    .isEmpty();
        }
        assertThat(AuditFile.in(folder.resolve("hardened")).checksWith("fail")).isEmpty();
        assertThat(AuditFile.in(folder.resolve("weakened")).checksWith("fail"))
                .as("the leaked marker is told with the tenant's isolation: three findings")
                .containsExactly("jwt.alg-none", "owner.marker-leak", "refresh.replayed", "tenant.isolated");
        assertThat(System.getProperty("postern.console")).isNull();
    }
}

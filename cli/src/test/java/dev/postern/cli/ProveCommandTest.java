package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.samples.Weakness;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code postern prove}: every denial check must notice a target that enforces nothing. */
class ProveCommandTest {

    @TempDir
    private Path folder;

    private CommandRun prove(Sample sample, String checklist) {
        return CommandRun.of(
                "prove",
                sample.targetFile().toString(),
                "--checklist",
                checklist,
                "--output",
                folder.resolve("reports").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-authentication-essentials", "jwt-best-current-practices"})
    void every_denial_check_detects_on_the_hardened_sample(String checklist) throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            var run = prove(sample, checklist);

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);
            assertThat(run.out()).contains("Every denial check detects a target that enforces nothing.");
            var table = new ObjectMapper()
                    .readTree(sample.reports().resolve("sensitivity.json").toFile());
            assertThat(table.get("proved").asBoolean()).isTrue();
            assertThat(table.get("cases")).hasSizeGreaterThan(100);
            assertThat(Files.readString(sample.reports().resolve("sensitivity.html")))
                    .contains("Every denial check detects", "jwt.alg-none", "GET /orders/{id}");
            assertThat(new SecretSearch(sample.api().secrets()).in(sample.reports()))
                    .isEmpty();
        }
    }

    @Test
    void a_check_that_can_not_fail_where_it_is_used_ends_with_status_1_and_is_named() {
        try (var sample = Sample.hardened(folder).withoutLimit().edit(ProveCommandTest::withDeadIdentity)) {
            var run = CommandRun.of(
                    "prove",
                    sample.targetFile().toString(),
                    "--only",
                    "jwt.alg-none",
                    "--output",
                    folder.resolve("reports").toString());

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            assertThat(run.out()).contains("UNDECIDED", "jwt.alg-none", "Not every denial check detects");
        }
    }

    /** Whoever has no credential proves nothing, whatever the target does. */
    private static String withDeadIdentity(String text) {
        return text.replace("clientId: alice\n", "clientId: nobody\n");
    }

    @Test
    void what_the_target_really_enforces_makes_no_difference() {
        try (var sample = Sample.weakenedBy(folder, Weakness.EXPIRY_IGNORED).withoutLimit()) {
            assertThat(prove(sample, "api-authentication-essentials").status()).isEqualTo(Postern.PASSED);
        }
    }
}

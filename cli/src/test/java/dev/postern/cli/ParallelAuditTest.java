package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.samples.Weakness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts do not depend on how many cases run at once, nor on their order. */
class ParallelAuditTest {

    private static final int RUNS = 50;
    private static final List<String> CHECKS = List.of(
            "auth.missing-credential",
            "scope.enforced",
            "role.admin-denied",
            "tenant.isolated",
            "jwt.expired",
            "jwt.wrong-audience",
            "jwt.sensitive-payload",
            "apikey.invalid",
            "basic.wrong-password",
            "refresh.rotation",
            "refresh.replayed",
            "mfa.required");

    @TempDir
    private Path folder;

    @Test
    void fifty_shuffled_audits_of_sixteen_cases_at_once_give_the_verdicts_of_one_after_the_other() {
        // one weakness of each kind of verdict's making: an attempt granted, a property, a scenario
        try (var sample = Sample.weakenedBy(
                        folder,
                        Weakness.TENANT_IN_PATH_NOT_COMPARED,
                        Weakness.EXPIRY_IGNORED,
                        Weakness.USED_REFRESH_TOKEN_WORKS)
                .withoutLimit()
                .edit(text -> text.replaceFirst("concurrency: \\d+", "concurrency: 16"))) {
            sample.api().delayEach(Duration.ofMillis(50));
            var expected = verdicts(sample, CHECKS, "1");
            assertThat(expected.values()).anyMatch(v -> v.startsWith("pass")).anyMatch(v -> v.startsWith("fail"));

            for (var run = 0; run < RUNS; run++) {
                var shuffled = new ArrayList<>(CHECKS);
                Collections.shuffle(shuffled, new Random(run));
                assertThat(verdicts(sample, shuffled, "16")).as("run " + run).isEqualTo(expected);
            }
        }
    }

    /** By case id; each check is a control of its own, so that the order of the list is that of the audit. */
    private SortedMap<String, String> verdicts(Sample sample, List<String> checks, String parallelism) {
        var text = new StringBuilder("checklist: shuffled\ntitle: Shuffled\ncontrols:\n");
        checks.forEach(id -> text.append("  ")
                .append(id.replace('.', '-'))
                .append(":\n    title: ")
                .append(id)
                .append("\n    checks: [")
                .append(id)
                .append("]\n"));
        try {
            var checklist = Files.writeString(folder.resolve("shuffled.yaml"), text);
            sample.audit("--parallelism", parallelism, "--checklist", checklist.toString());
            return sample.file().verdicts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

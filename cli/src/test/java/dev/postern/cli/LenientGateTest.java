package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command's gate spares when it is told to, and what it does not. */
class LenientGateTest {

    private static final String CHECKS = "auth.missing-credential,jwt.not-yet-valid";

    @TempDir
    private Path folder;

    @Test
    void a_waived_finding_passes_and_keeps_its_evidence() throws IOException {
        var waivers = Files.writeString(folder.resolve("waivers.yaml"), """
                waivers:
                  - check: jwt.not-yet-*
                    until: 2999-12-31
                    by: Ada
                    reason: gone in May
                """);
        try (var weak = Sample.weakenedBy(folder, Weakness.NOT_BEFORE_IGNORED).withoutLimit()) {
            var run = weak.audit("--only", CHECKS, "--waivers", waivers.toString());

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);
            assertThat(run.err()).isEmpty();
            assertThat(weak.file().cases("waived")).isNotEmpty().allSatisfy(c -> {
                assertThat(c.words()).startsWith("Accepted until 2999-12-31 by Ada: gone in May. What was found: ");
                assertThat(c.reason()).isEqualTo("accepted");
                assertThat(c.fingerprint()).isNotEmpty();
            });
            assertThat(weak.reports().resolve("report.html"))
                    .content()
                    .contains("Accepted for now", "Accepted until 2999-12-31 by Ada: gone in May.");
        }
    }

    @Test
    void a_finding_below_the_threshold_is_told_and_passes() {
        try (var weak = Sample.weakenedBy(folder, Weakness.NOT_BEFORE_IGNORED).withoutLimit()) {
            var run = weak.audit("--only", CHECKS, "--fail-on", "critical");

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);
            assertThat(run.out())
                    .contains("FAIL          jwt.not-yet-valid on ", "(below the gate's threshold: critical)");
            assertThat(weak.file().checksWith("fail")).containsExactly("jwt.not-yet-valid");
            assertThat(weak.audit("--only", CHECKS, "--fail-on", "low").status())
                    .isEqualTo(Postern.FAILED);
        }
    }

    @Test
    void more_uncovered_controls_than_allowed_fail_the_gate_and_are_no_error_of_postern() throws IOException {
        var list = Files.writeString(folder.resolve("list.yaml"), """
                checklist: mine
                title: Mine
                controls:
                  signed:
                    title: Tokens are signed
                    checks: [jwt.alg-none]
                  trained:
                    title: Developers are trained
                    manual: true
                """).toString();
        try (var sound = Sample.hardened(folder).withoutLimit()) {
            var run = sound.audit("--checklist", list, "--max-uncovered", "0");

            assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Postern.FAILED);
            assertThat(run.err()).isEmpty();
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains("2 controls are uncovered or only partly verified, and at most 0 may be"
                            + " (postern.max-uncovered). To verify them: trained: Nobody has attested \"Developers are"
                            + " trained\"")
                    .contains("signed: Calling DELETE /orders/{id} may change something");
            assertThat(sound.file().root().at("/gate/uncovered/0/control").asText())
                    .isEqualTo("trained");
            assertThat(sound.file().root().at("/gate/partlyVerified/0/control").asText())
                    .isEqualTo("signed");
            assertThat(sound.audit("--checklist", list, "--max-uncovered", "2").status())
                    .isEqualTo(Postern.PASSED);
        }
    }
}

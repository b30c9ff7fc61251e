package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Outcome;
import dev.postern.api.check.Severity;
import dev.postern.yaml.ApprovedCases;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class WaiversTest {

    private static final LocalDate DAY = LocalDate.of(2026, 6, 15);

    @TempDir
    Path folder;

    private Waivers load(String text) {
        try {
            return Waivers.load(Files.writeString(folder.resolve("waivers.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_in_words_that_help() {
        return ApprovedCases.in("gate/waiver-mistakes.txt").tests(c -> {
            try {
                load(c.get("waivers"));
                return "";
            } catch (InvalidFileException e) {
                return e.getMessage().replace(folder + "/", "");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> what_is_about_nothing_is_told_with_a_guess_at_what_was_meant() {
        var docket = new Docket()
                .add("jwt.alg-none", Severity.HIGH, "listOrders", Outcome.FAIL)
                .add("jwt.expired", Severity.HIGH, "listOrders", Outcome.NOT_APPLICABLE);
        return ApprovedCases.in("gate/waivers-about-nothing.txt").tests(c -> {
            var gate = new Gate(GateSettings.STRICT, Baseline.EMPTY, load(c.get("waivers")), DAY, false);
            return String.join(
                            "\n",
                            gate.doubts(docket.plan()).stream()
                                    .map(Problem::toString)
                                    .toList())
                    .replace(folder + "/", "");
        });
    }

    @Test
    void a_file_may_accept_nothing() {
        assertThat(load("waivers: []\n")).isEqualTo(Waivers.NONE);
        assertThat(load("waivers:\n")).isEqualTo(Waivers.NONE);
    }

    @Test
    void of_several_waivers_the_one_that_lasts_longest_counts() {
        var waivers = load("""
                waivers:
                  - {check: jwt.*, until: 2026-01-01, by: Ada, reason: long ago}
                  - {check: jwt.alg-none, until: 2026-07-01, by: Bo, reason: soon}
                  - {check: "*", until: 2026-08-01, by: Cy, reason: later}
                """);
        var planned = new Docket()
                .add("jwt.alg-none", Severity.HIGH, "op", Outcome.FAIL)
                .plan()
                .cases()
                .get(0);

        assertThat(waivers.covering(planned, Docket.TARGET, DAY).orElseThrow().by())
                .isEqualTo("Cy");
        assertThat(waivers.covering(planned, Docket.TARGET, LocalDate.of(2026, 8, 1)))
                .isPresent();
        assertThat(waivers.covering(planned, Docket.TARGET, LocalDate.of(2026, 8, 2)))
                .isEmpty();
        assertThat(waivers.expired(planned, Docket.TARGET, DAY).orElseThrow().by())
                .isEqualTo("Ada");
    }

    @Test
    void a_waiver_may_be_for_one_target_or_one_finding() {
        var planned = new Docket()
                .add("jwt.alg-none", Severity.HIGH, "op", Outcome.FAIL)
                .plan()
                .cases()
                .get(0);

        var ofTarget =
                load("waivers: [{target: other, check: jwt.alg-none, until: 2027-01-01, by: Ada, reason: planned}]");
        assertThat(ofTarget.covering(planned, Docket.TARGET, DAY)).isEmpty();
        assertThat(ofTarget.covering(planned, "other", DAY)).isPresent();
        var ofFinding = load("waivers: [{fingerprint: " + Docket.fingerprint("jwt.alg-none", "op")
                + ", until: 2027-01-01, by: Ada, reason: planned}]");
        assertThat(ofFinding.covering(planned, Docket.TARGET, DAY)).isPresent();
        assertThat(ofFinding.covering(planned, "other", DAY)).isEmpty();
    }
}

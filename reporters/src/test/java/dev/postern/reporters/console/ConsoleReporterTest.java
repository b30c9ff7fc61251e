package dev.postern.reporters.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.reporters.Approved;
import dev.postern.reporters.SampleAudit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleReporterTest {

    @TempDir
    Path folder;

    @Test
    void log_of_a_build_reads_as_approved() throws IOException {
        Files.createDirectory(folder.resolve("allure-results"));
        Files.createFile(folder.resolve("report.html"));

        Approved.matches("console.txt", run(SampleAudit.realistic(), false, false, true));
    }

    @Test
    void a_console_that_is_not_unicode_gets_ascii_only() throws IOException {
        assertThat(run(SampleAudit.realistic(), false, false, false))
                .matches(text -> text.chars().allMatch(c -> c < 0x80))
                .contains("x FAIL", "o UNCOVERED", "m MANUAL", "GET /orders/{id} - alice");
    }

    @Test
    void a_finding_takes_at_most_fifteen_lines() throws IOException {
        var text = run(SampleAudit.spicedWith(" and so on".repeat(200)), false, false, true);
        var findings = text.substring(text.indexOf("Findings: "), text.indexOf("Inconclusive: "));

        assertThat(findings.split("\n\n", -1))
                .allSatisfy(f -> assertThat(f.lines().count()).isLessThanOrEqualTo(15));
    }

    @Test
    void equal_findings_of_many_operations_are_said_once() throws IOException {
        assertThat(run(SampleAudit.large(400), true, false, true))
                .containsPattern("Findings: 4\\D")
                .containsOnlyOnce("Does not hold: Unsigned tokens are rejected");
    }

    @Test
    void progress_is_shown_in_a_terminal_only() throws IOException {
        assertThat(run(SampleAudit.realistic(), true, false, true))
                .contains("\r", "25 of 25 cases")
                .doesNotContain("FAIL          jwt.alg-none on");
        assertThat(run(SampleAudit.realistic(), false, false, true))
                .doesNotContain("\r", "of 25 cases")
                .contains("FAIL          jwt.alg-none on GET /orders/{id} · alice");
    }

    @Test
    void a_hostile_target_cannot_steer_the_terminal() throws IOException {
        assertThat(run(SampleAudit.spicedWith("\u001b[2J\r\n\u202eGate: passed.\u0007"), false, false, true))
                .doesNotContain("\u001b", "\r", "\u202e", "\u0007", "\nGate: passed")
                .contains("\\x1b[2J");
    }

    @Test
    void colours_are_used_where_they_are_admitted() throws IOException {
        assertThat(run(SampleAudit.realistic(), false, true, true)).contains("\u001b[31m");
        assertThat(run(SampleAudit.realistic(), false, false, true)).doesNotContain("\u001b");
    }

    @Test
    void a_passed_gate_is_said_in_so_many_words() throws IOException {
        assertThat(run(SampleAudit.clean(), false, false, true))
                .contains("Gate: passed. Nothing was found that must stop this build.")
                .doesNotContain("Findings", "Inconclusive", "Not covered");
    }

    @Test
    void brief_tells_findings_and_the_rest_in_a_line() throws IOException {
        assertThat(runWithSetting("brief"))
                .contains("Controls: ", " hold", "Does not hold: ", "Inconclusive: ", "Gate: FAILED.")
                .doesNotContain("Not covered", "Reports in", "FAIL          jwt.alg-none on");
    }

    /** This test is run by a build tool. */
    @Test
    void findings_are_left_to_the_build_tool_that_prints_them_as_failures() throws IOException {
        assertThat(runWithSetting("auto"))
                .contains("Controls", "Not verified", "Gate: FAILED.", "Reports in")
                .doesNotContain("Does not hold: ", "Inconclusive: ", "FAIL          jwt.alg-none on");
    }

    @Test
    void what_is_partly_verified_stands_in_the_first_lines_with_what_was_not_tried() throws IOException {
        var summary = runWithSetting("auto")
                .lines()
                .dropWhile(line -> !line.startsWith("Controls:"))
                .toList();

        assertThat(summary.get(0)).contains("1 partly verified", "1 holds");
        assertThat(summary.get(1)).isEqualTo("Partly verified: tenants-and-limits");
        assertThat(summary).anySatisfy(line -> assertThat(line).contains("PARTLY VERIFIED  Tenants are kept apart"));
        assertThat(summary).contains(" ".repeat(21) + "not tried: ratelimit.enforced on GET /tenants/{tenant}/orders");
        assertThat(runWithSetting("brief")).contains("Partly verified: tenants-and-limits");
    }

    @Test
    void nothing_is_written_where_the_console_is_off() throws IOException {
        assertThat(runWithSetting("off")).isEmpty();
    }

    private String runWithSetting(String setting) throws IOException {
        var before = System.getProperty("postern.console");
        var standard = System.out;
        var written = new ByteArrayOutputStream();
        System.setProperty("postern.console", setting);
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            report(new ConsoleReporter(), SampleAudit.realistic());
        } finally {
            System.setOut(standard);
            if (before == null) {
                System.clearProperty("postern.console");
            } else {
                System.setProperty("postern.console", before);
            }
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void style_follows_setting_terminal_and_environment() {
        var utf8 = StandardCharsets.UTF_8;

        assertThat(Style.of("auto", true, false, Map.of(), utf8)).contains(new Style(true, true, true, false, true));
        assertThat(Style.of("auto", true, false, Map.of("NO_COLOR", "1"), utf8))
                .contains(new Style(true, false, true, false, true));
        assertThat(Style.of("auto", true, false, Map.of("TERM", "dumb"), utf8))
                .contains(new Style(true, false, true, false, true));
        assertThat(Style.of("auto", true, false, Map.of("CI", "true"), utf8))
                .contains(new Style(false, false, true, false, true));
        assertThat(Style.of("auto", false, false, Map.of(), utf8)).contains(new Style(false, false, true, false, true));
        assertThat(Style.of("plain", true, false, Map.of(), StandardCharsets.US_ASCII))
                .contains(Style.PLAIN);
        assertThat(Style.of("auto", false, true, Map.of(), utf8)).contains(new Style(false, false, true, false, false));
        assertThat(Style.of("off", true, false, Map.of(), utf8)).isEmpty();
    }

    @Test
    void the_secret_of_the_target_file_is_not_shown() throws IOException {
        assertThat(run(SampleAudit.realistic(), false, false, true)).doesNotContain(SampleAudit.SECRET);
    }

    private String run(Audit audit, boolean progress, boolean colour, boolean unicode) throws IOException {
        var written = new ByteArrayOutputStream();
        report(
                new ConsoleReporter(new PrintStream(written, true, StandardCharsets.UTF_8), progress, colour, unicode),
                audit);
        return written.toString(StandardCharsets.UTF_8).replace(folder.toString(), "<folder>");
    }

    private void report(ConsoleReporter reporter, Audit audit) throws IOException {
        reporter.auditStarted(audit.plan());
        audit.results().values().forEach(r -> reporter.caseFinished(audit.plan(), r));
        reporter.auditFinished(audit, folder);
    }
}

package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.journal.FolderLock;
import dev.postern.journal.JournalContent;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is in the folder of an audit is of that audit, whole, and of no other. */
class AuditFolderTest {

    private static final String CHECKS = "auth.missing-credential,jwt.alg-none";

    @TempDir
    private Path folder;

    private static CommandRun audit(Sample sample, String... options) {
        var all = new ArrayList<>(List.of("--only", CHECKS));
        all.addAll(List.of(options));
        return sample.audit(all.toArray(String[]::new));
    }

    private Sample weak() {
        return Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED)
                .withoutLimit()
                .edit(text -> text.replaceFirst("rate: \\d+", "$0\n  failedLogins: 100000"));
    }

    private static Path journal(Sample sample) {
        return sample.reports().resolve("journal.jsonl");
    }

    private static List<String> lines(Sample sample) throws IOException {
        return new ArrayList<>(Files.readAllLines(journal(sample)));
    }

    @Test
    void two_audits_in_one_folder_are_refused_and_the_lock_of_a_process_that_is_gone_is_none() throws IOException {
        try (var sample = weak()) {
            try (var other = FolderLock.acquire(sample.reports()).orElseThrow()) {
                var sent = sample.api().requestCount();
                for (var run : List.of(
                        audit(sample), CommandRun.of("report", sample.reports().toString()))) {
                    assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
                    assertThat(run.err()).doesNotContain("\tat ");
                }
                assertThat(audit(sample).err())
                        .contains("another audit is writing to ", "wait until it has ended, or name another folder");
                assertThat(sample.api().requestCount()).isEqualTo(sent);
                assertThat(other).isNotNull();
            }
            assertThat(sample.reports().resolve(".lock")).exists();
            assertThat(audit(sample).status()).isEqualTo(Postern.FAILED);
        }
    }

    @Test
    void two_target_files_of_one_name_have_folders_of_their_own_for_as_long_as_both_are_there() throws IOException {
        try (var one = Sample.hardened(Files.createDirectories(folder.resolve("one")));
                var two = Sample.hardened(Files.createDirectories(folder.resolve("two")))) {
            for (var sample : List.of(one, two, one, two)) {
                var run = CommandRun.of(
                        "audit",
                        sample.targetFile().toString(),
                        "--only",
                        "auth.missing-credential",
                        "--output",
                        folder.resolve("reports").toString());
                assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Postern.PASSED);
            }
            var reports = folder.resolve("reports");
            assertThat(reports.toFile().list()).containsExactlyInAnyOrder("orders-api", "orders-api-two");
            assertThat(JournalContent.start(reports.resolve("orders-api/journal.jsonl"))
                            .orElseThrow()
                            .origin()
                            .targetFile())
                    .isEqualTo(one.targetFile().toString());

            Files.move(one.targetFile(), folder.resolve("one/other.yaml"));
            CommandRun.of(
                    "audit",
                    two.targetFile().toString(),
                    "--only",
                    "auth.missing-credential",
                    "--output",
                    reports.toString());
            assertThat(JournalContent.start(reports.resolve("orders-api/journal.jsonl"))
                            .orElseThrow()
                            .origin()
                            .targetFile())
                    .as("the project was moved: its folder keeps its name")
                    .isEqualTo(two.targetFile().toString());
        }
    }

    @Test
    void a_report_that_was_older_than_the_journal_is_not_taken_for_it() throws IOException {
        try (var sample = weak()) {
            audit(sample);
            var older = sample.file().root().path("startedAt").asText();
            var first = lines(sample);
            audit(sample);
            var document = sample.reports().resolve("audit.json");
            // as a version before this one left it: killed, with the reports of the run before
            Files.writeString(
                    document,
                    Files.readString(document)
                            .replace(sample.file().root().path("startedAt").asText(), older));
            Files.write(journal(sample), lines(sample).subList(0, 2));

            var baseline = CommandRun.of(
                    "baseline",
                    sample.reports().toString(),
                    "-o",
                    folder.resolve("b.yaml").toString());

            assertThat(first).hasSizeGreaterThan(2);
            assertThat(baseline.status()).isEqualTo(Postern.PASSED);
            assertThat(baseline.err()).contains("the audit was stopped before its end; 0 of ");
            assertThat(folder.resolve("b.yaml")).content().endsWith("findings: []\n");
        }
    }

    @Test
    void a_damaged_journal_is_told_and_resume_tries_again_what_is_lost() throws IOException {
        try (var sample = weak()) {
            audit(sample);
            var whole = sample.file().verdicts();
            var lines = lines(sample);
            var number = 0;
            while (!lines.get(number).contains("\"outcome\":\"FAIL\"")) {
                number++;
            }
            lines.set(number, lines.get(number).replace("\"FAIL\"", "\"PASS\""));
            Files.write(journal(sample), lines);
            var named = "line " + (number + 1) + " of the journal cannot be trusted";

            Files.delete(sample.reports().resolve("audit.json"));
            var baseline = CommandRun.of(
                    "baseline",
                    sample.reports().toString(),
                    "-o",
                    folder.resolve("b.yaml").toString());
            assertThat(baseline.status()).isEqualTo(Postern.INPUT_ERROR);
            assertThat(baseline.err()).contains(named);
            assertThat(folder.resolve("b.yaml")).doesNotExist();

            var report = CommandRun.of("report", sample.reports().toString());
            assertThat(report.status()).isEqualTo(Postern.FAILED);
            assertThat(report.out()).contains("The journal is damaged in line " + (number + 1));
            assertThat(sample.file().root().at("/counts/notRun").asInt()).isEqualTo(1);

            var resumed = CommandRun.of("resume", sample.reports().toString());
            assertThat(resumed.err()).contains(named);
            assertThat(sample.file().verdicts()).isEqualTo(whole);
        }
    }

    @Test
    void what_has_changed_since_is_told_and_neither_reported_nor_resumed() throws IOException {
        try (var sample = weak()) {
            audit(sample);
            var sent = sample.api().requestCount();
            sample.edit(text -> text + "# a remark\n");

            for (var command : List.of("report", "resume")) {
                var run = CommandRun.of(command, sample.reports().toString());
                assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
                assertThat(run.err())
                        .contains(sample.targetFile() + " has changed since the audit began")
                        .doesNotContain("\tat ");
            }
            Files.delete(sample.targetFile());
            assertThat(CommandRun.of("report", sample.reports().toString()).err())
                    .contains(sample.targetFile() + ", which was audited, does not exist any more");
            assertThat(sample.api().requestCount()).isEqualTo(sent);
        }
    }

    @Test
    void what_cannot_be_reported_or_resumed_is_said() throws IOException {
        var odd = Files.writeString(folder.resolve("odd.jsonl"), "odd\n");
        var old = Files.writeString(
                folder.resolve("old.jsonl"),
                "{\"event\":\"started\",\"at\":\"2026-01-02T03:04:05Z\",\"target\":\"shop\",\"cases\":1}\n");
        for (var command : List.of("report", "resume")) {
            assertThat(CommandRun.of(command, odd.toString()).err()).contains("odd.jsonl is no journal of Postern");
            assertThat(CommandRun.of(command, old.toString()).err())
                    .contains("old.jsonl does not say what it came from", "run the audit again");
            var absent = CommandRun.of(command, folder.resolve("absent").toString());
            assertThat(absent.err()).contains("absent does not exist", "name the folder of one audit");
            assertThat(absent.status()).isEqualTo(Postern.INPUT_ERROR);
        }
        assertThat(CommandRun.of("clean", folder.resolve("absent").toString()).err())
                .contains("absent is no folder");
    }

    @Test
    void a_report_from_the_journal_is_the_report_of_the_audit() throws IOException {
        try (var sample = weak()) {
            audit(sample, "--fail-on", "critical", "--parallelism", "3");
            var document = Files.readString(sample.reports().resolve("audit.json"));
            var elsewhere = folder.resolve("elsewhere");

            var run = CommandRun.of("report", journal(sample).toString(), "--output", elsewhere.toString());

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.FAILED);
            assertThat(Files.readString(elsewhere.resolve("audit.json")).replaceAll("\"endedAt\".*", ""))
                    .isEqualTo(document.replaceAll("\"endedAt\".*", ""));
            assertThat(elsewhere.resolve("report.html")).isNotEmptyFile();
        }
    }

    /** A limit of the shell on the size of files fails as a full disk does, in the middle of a write. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
    void a_full_disk_ends_with_a_summary_one_sentence_and_status_3_and_leaves_no_half_report() throws Exception {
        try (var sample = weak()) {
            audit(sample);
            var verdicts = sample.file().verdicts();
            for (var kilobytes : List.of(40, (int) Files.size(journal(sample)) / 1024 + 8)) {
                var out = folder.resolve("out-" + kilobytes + ".txt");
                var process = limited(kilobytes, out, sample);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                var text = Files.readString(out, StandardCharsets.UTF_8);

                assertThat(process.exitValue()).as(text).isEqualTo(Postern.INTERNAL_ERROR);
                assertThat(text)
                        .contains("Gate: FAILED", "postern: ", "File too large")
                        .doesNotContain("Gate: passed", "Exception", "\tat ");
                assertThat(sample.reports().toFile().list())
                        .as("no half file")
                        .noneMatch(name -> name.endsWith(".part") || name.endsWith(".new"));
                for (var name : List.of("audit.json", "report.html")) {
                    var report = sample.reports().resolve(name).toFile();
                    assertThat(!report.exists() || report.length() > 0).as(name).isTrue();
                }

                var resumed = CommandRun.of("resume", sample.reports().toString());
                assertThat(resumed.status()).as(resumed.err()).isEqualTo(Postern.FAILED);
                assertThat(sample.file().verdicts()).isEqualTo(verdicts);
            }
        }
    }

    private static Process limited(int kilobytes, Path out, Sample sample) throws IOException {
        var line = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        line.addAll(Forked.line(
                "audit",
                sample.targetFile().toString(),
                "--only",
                CHECKS,
                "--output",
                sample.reports().getParent().toString()));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }
}

package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.journal.JournalContent;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** An audit whose process is killed, at whatever moment, has lost nothing that it has told, and goes on. */
class KilledAuditTest {

    private static final String CHECKS = "auth.missing-credential,jwt.alg-none,jwt.expired,tenant.isolated";
    private static final Pattern TOLD = Pattern.compile("(?m)^(FAIL|INCONCLUSIVE) +(\\S+) on ");
    private static final List<String> REPORTS =
            List.of("report.html", "audit.json", "audit.sarif", "summary.md", "allure-results");

    @TempDir
    private Path folder;

    @Test
    void five_kills() throws Exception {
        kill(5, 11);
    }

    /** Takes most of an hour: {@code -Dpostern.long=true}. */
    @Test
    @EnabledIfSystemProperty(named = "postern.long", matches = "true")
    void two_hundred_kills() throws Exception {
        kill(200, 1);
    }

    private void kill(int times, long seed) throws Exception {
        var random = new Random(seed);
        try (var sample = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED).withoutLimit()) {
            sample.edit(text -> text.replace("rate: 1000", "rate: 200\n  failedLogins: 100000"));
            var whole = unbroken(sample);
            for (var kill = 1; kill <= times; kill++) {
                var out = folder.resolve("out-" + kill + ".txt");
                // the reports of the audit before are there still
                var startedAt = Instant.now();
                var process = Forked.postern(out, arguments(sample));
                await(process, sample, 1 + random.nextInt(whole.requests() + 20));
                process.destroyForcibly(); // SIGKILL
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

                check(sample, startedAt, Files.readString(out), whole.verdicts(), "kill " + kill);
            }
        }
    }

    private record Whole(SortedMap<String, String> verdicts, int requests) {}

    private Whole unbroken(Sample sample) {
        var run = sample.audit("--only", CHECKS);
        assertThat(run.status()).as(run.err()).isEqualTo(Postern.FAILED);
        return new Whole(sample.file().verdicts(), sample.file().requests());
    }

    private static String[] arguments(Sample sample) {
        var arguments = new ArrayList<>(List.of("audit", sample.targetFile().toString(), "--only", CHECKS));
        arguments.addAll(List.of("--output", sample.reports().getParent().toString()));
        return arguments.toArray(String[]::new);
    }

    /** Until so many requests have come, or the process has ended by itself. */
    private static void await(Process process, Sample sample, int requests) throws InterruptedException {
        var until = sample.api().requestCount() + requests;
        while (process.isAlive() && sample.api().requestCount() < until) {
            Thread.sleep(1);
        }
    }

    private void check(Sample sample, Instant startedAt, String out, SortedMap<String, String> whole, String as)
            throws IOException {
        for (var name : REPORTS) {
            var report = sample.reports().resolve(name).toFile();
            assertThat(!report.exists() || report.lastModified() >= startedAt.toEpochMilli())
                    .as(as + ": " + name + " is not of an audit before")
                    .isTrue();
        }
        var journal = JournalContent.read(sample.reports().resolve("journal.jsonl"));
        assertThat(journal.damaged()).as(as).isEmpty();
        var told = TOLD.matcher(out)
                .results()
                .map(m -> m.group(1) + " " + m.group(2))
                .toList();
        var written = journal.results().stream()
                .map(r -> r.verdict().outcome() + " " + r.planned().checkId())
                .collect(Collectors.toList());
        assertThat(written).as(as + ": what was told is written down").containsAll(told);

        var report = CommandRun.of("report", sample.reports().toString());
        assertThat(report.status()).as(as + report.out() + report.err()).isEqualTo(Postern.FAILED);
        assertThat(sample.file().cases().stream().filter(c -> !c.outcome().isEmpty()))
                .as(as)
                .hasSameSizeAs(written);
        for (var name : REPORTS) {
            assertThat(sample.reports().resolve(name)).as(as).exists();
        }

        var resumed = CommandRun.of("resume", sample.reports().toString());
        assertThat(resumed.status()).as(as + resumed.out() + resumed.err()).isEqualTo(Postern.FAILED);
        assertThat(sample.file().verdicts()).as(as).isEqualTo(whole);
        assertThat(sample.file().interrupted()).as(as).isFalse();
        assertThat(sample.file().root().at("/counts/notRun").asInt()).as(as).isZero();
    }
}

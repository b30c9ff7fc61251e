package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user whom an audit disabled, and was killed before it enabled the user again. */
class LeftBehindTest {

    private static final String CHECK = "user.disabled";

    @TempDir
    private Path folder;

    @Test
    void is_enabled_again_by_clean_and_by_the_next_audit() throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            killWhileDisabled(sample);
            var left = sample.reports().resolve("left-behind.jsonl");
            var who = Files.readString(left).replaceAll("(?s).*\"identity\":\"(\\w+)\".*", "$1");

            var report = CommandRun.of("report", sample.reports().toString());
            assertThat(report.status()).isEqualTo(Postern.FAILED);
            assertThat(report.out().replaceAll("\\s+", " "))
                    .contains("The user of \"" + who + "\" may still be disabled", "postern clean ");

            var clean = CommandRun.of("clean", sample.reports().toString());
            assertThat(clean.status()).as(clean.err()).isEqualTo(Postern.PASSED);
            assertThat(clean.out())
                    .contains("The user of \"" + who + "\" was left disabled", "has been enabled again.");
            assertThat(left).doesNotExist();
            assertThat(CommandRun.of("clean", sample.reports().toString()).out())
                    .contains("Nothing is left behind in ");

            killWhileDisabled(sample);
            var next = sample.audit("--only", CHECK);
            assertThat(next.status()).as(next.out()).isEqualTo(Postern.PASSED);
            assertThat(next.out().replaceAll("\\s+", " "))
                    .contains("was left disabled by an audit that was killed", "has been enabled again.");
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void cannot_be_enabled_by_a_target_file_that_does_not_say_how_and_the_gate_fails() throws Exception {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            killWhileDisabled(sample);
            sample.edit(text -> text.replaceAll("(?m)^    (disable|enable):\\n(?:      .*\\n)*", ""));

            var next = sample.audit("--only", "auth.missing-credential");

            assertThat(next.status()).isEqualTo(Postern.FAILED);
            assertThat(next.out().replaceAll("\\s+", " "))
                    .contains("Enable the user by hand, then delete left-behind.jsonl");
            assertThat(sample.reports().resolve("left-behind.jsonl")).exists();
        }
    }

    private void killWhileDisabled(Sample sample) throws IOException, InterruptedException {
        sample.api().delayEach(Duration.ofMillis(300)); // so that there is time to kill it
        var process = Forked.postern(
                folder.resolve("out.txt"),
                "audit",
                sample.targetFile().toString(),
                "--only",
                CHECK,
                "--output",
                sample.reports().getParent().toString());
        var left = sample.reports().resolve("left-behind.jsonl");
        while (process.isAlive() && !Files.exists(left)) {
            Thread.sleep(2);
        }
        Thread.sleep(350); // the note comes before the request
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        sample.api().delayEach(Duration.ZERO);
        assertThat(left).as(Files.readString(folder.resolve("out.txt"))).exists();
    }
}

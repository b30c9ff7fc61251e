package dev.postern.reporters.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.audit.Audit;
import dev.postern.reporters.Approved;
import dev.postern.reporters.SampleAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownReporterTest {

    @TempDir
    Path folder;

    @Test
    void page_is_as_approved() throws IOException {
        Approved.matches("summary.md", write(SampleAudit.realistic()));
    }

    @Test
    void an_audit_in_which_all_holds_is_told_in_a_few_lines() throws IOException {
        assertThat(write(SampleAudit.clean()))
                .startsWith("## ✅ Postern: OrdersApiSecurityIT, the gate passed\n")
                .contains("| PASS | 1 | Tokens are accepted only with a valid signature \\(signed\\-tokens\\) |")
                .doesNotContain("###");
    }

    @Test
    void an_audit_that_was_told_to_end_says_so() throws IOException {
        assertThat(write(SampleAudit.interrupted()))
                .contains("told to end before all had run")
                .contains("1 PASS, 1 NOT RUN");
    }

    @Test
    void many_findings_stay_a_page_that_ci_takes() throws IOException {
        assertThat(write(SampleAudit.large(5_000))).hasSizeLessThan(100_000);
    }

    @Test
    void nothing_that_the_target_said_becomes_markup() throws IOException {
        var text = write(SampleAudit.spicedWith("<img src=x onerror=alert(1)> [x](javascript:alert(1)) | \n# x"));

        assertThat(text).doesNotContain("<img", "](javascript:", "\n# x");
        assertThat(text.lines().filter(l -> l.startsWith("| FAIL")))
                .allSatisfy(row -> assertThat(row.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSize(4));
    }

    @Test
    void the_secret_of_the_target_file_is_not_in_it() throws IOException {
        assertThat(write(SampleAudit.realistic())).doesNotContain(SampleAudit.SECRET);
    }

    private String write(Audit audit) throws IOException {
        new MarkdownReporter().auditFinished(audit, folder);
        return Files.readString(folder.resolve(MarkdownReporter.FILE));
    }
}

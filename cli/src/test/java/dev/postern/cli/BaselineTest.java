package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.samples.Weakness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API with weaknesses gets a gate that holds what is known and stops what is new. */
class BaselineTest {

    private static final String CHECKS = "auth.missing-credential,jwt.alg-none,jwt.expired";

    @TempDir
    private Path folder;

    private Path baseline() {
        return folder.resolve("baseline.yaml");
    }

    private CommandRun audit(Sample sample, String... options) {
        var all = new ArrayList<>(List.of("--only", CHECKS));
        all.addAll(List.of(options));
        return sample.audit(all.toArray(String[]::new));
    }

    private CommandRun write(Path audit) {
        return CommandRun.of("baseline", audit.toString(), "-o", baseline().toString());
    }

    @Test
    void what_is_known_passes_what_is_new_is_named_and_what_is_mended_can_be_taken_out() throws IOException {
        try (var weak = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED).withoutLimit()) {
            assertThat(audit(weak).status()).isEqualTo(Postern.FAILED);

            var written = write(weak.reports());
            assertThat(written.status()).as(written.err()).isEqualTo(Postern.PASSED);
            assertThat(written.out()).contains("baseline.yaml: ", "of them new; 0 taken out.");
            assertThat(baseline()).content().contains("check: jwt.alg-none", "severity: critical", "since: 20");

            var again = audit(weak, "--baseline", baseline().toString());
            assertThat(again.status()).as(again.out()).isEqualTo(Postern.PASSED);
            assertThat(again.out()).contains("Gate: passed.", "failed as the baseline knows", "known since 20");
            assertThat(again.err()).isEmpty();
            assertThat(weak.file().checksWith("fail")).containsExactly("jwt.alg-none");
        }
        try (var weaker = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED, Weakness.EXPIRY_IGNORED)
                .withoutLimit()) {
            var run = audit(weaker, "--baseline", baseline().toString());

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            var reason = weaker.file().root().at("/gate/reasons/0").asText();
            assertThat(reason)
                    .contains("that the baseline does not know: jwt.expired on GET")
                    .doesNotContain("jwt.alg-none");
        }
        try (var mended = Sample.hardened(folder).withoutLimit()) {
            var run = audit(mended, "--baseline", baseline().toString());

            assertThat(run.status()).as(run.out()).isEqualTo(Postern.PASSED);
            assertThat(run.out()).contains("Mended, so that the baseline can be trimmed: jwt.alg-none on ");
            assertThat(mended.reports().resolve("report.html"))
                    .content()
                    .contains("Mended, so that the baseline can be trimmed: jwt.alg-none on ");
            assertThat(mended.file().root().at("/gate/mended")).isNotEmpty();

            assertThat(write(mended.reports()).out()).contains("0 known findings, 0 of them new; ");
            assertThat(baseline()).content().endsWith("findings: []\n");
        }
    }

    @Test
    void a_journal_tells_the_same_and_days_are_kept() throws IOException {
        try (var weak = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED).withoutLimit()) {
            audit(weak);
            write(weak.reports().resolve("audit.json"));
            var ofDocument = Files.readString(baseline());
            Files.delete(baseline());
            write(weak.reports().resolve("journal.jsonl"));
            assertThat(baseline()).content().isEqualTo(ofDocument);

            var older = ofDocument.replaceAll("since: .*", "since: 2020-02-02");
            Files.writeString(baseline(), older);
            assertThat(write(weak.reports()).out()).contains(", 0 of them new; 0 taken out.");
            assertThat(baseline()).hasContent(older);
        }
    }

    @Test
    void what_an_audit_did_not_try_stays_in_the_baseline() throws IOException {
        try (var weak = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED, Weakness.EXPIRY_IGNORED)
                .withoutLimit()) {
            audit(weak);
            write(weak.reports());
            var whole = Files.readString(baseline());

            weak.audit("--only", "jwt.alg-none");
            assertThat(write(weak.reports()).out()).contains(", 0 of them new; 0 taken out.");
            assertThat(baseline()).hasContent(whole);
        }
    }
}

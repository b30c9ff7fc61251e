package dev.postern.reporters.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.Audit;
import dev.postern.reporters.Approved;
import dev.postern.reporters.SampleAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReporterTest {

    @TempDir
    Path folder;

    @Test
    void document_is_as_approved() throws IOException {
        Approved.matches("audit.json", write(SampleAudit.realistic()));
    }

    @Test
    void equal_audits_give_equal_documents() throws IOException {
        assertThat(write(SampleAudit.realistic())).isEqualTo(write(SampleAudit.realistic()));
    }

    @Test
    void a_case_that_was_not_run_has_no_verdict() throws IOException {
        var audit = read(SampleAudit.interrupted());

        assertThat(audit.path("interrupted").asBoolean()).isTrue();
        assertThat(audit.at("/counts/notRun").asInt()).isEqualTo(1);
        assertThat(audit.at("/cases/1/verdict").isMissingNode()).isTrue();
        assertThat(audit.at("/controls/0/verdict").asText()).isEqualTo("not-run");
    }

    @Test
    void a_partly_verified_control_has_its_gaps_with_their_remedies() throws IOException {
        var audit = read(SampleAudit.realistic());
        var control = StreamSupport.stream(audit.path("controls").spliterator(), false)
                .filter(c -> c.path("id").asText().equals("tenants-and-limits"))
                .findFirst()
                .orElseThrow();

        assertThat(control.path("verdict").asText()).isEqualTo("partly-verified");
        assertThat(control.path("uncovered").asBoolean()).isFalse();
        assertThat(control.at("/gaps/0/kind").asText()).isEqualTo("target-file");
        assertThat(control.at("/gaps/0/checks/0").asText()).isEqualTo("ratelimit.enforced");
        assertThat(control.at("/gaps/0/remedy").asText()).contains("declare the limit");
        assertThat(audit.at("/gate/partlyVerified/0/control").asText()).isEqualTo("tenants-and-limits");
        assertThat(audit.at("/gate/partlyVerified/0/remedies")).hasSize(1);
    }

    @Test
    void matrix_says_what_must_be_and_what_was() throws IOException {
        var bobOnGetOrder = read(SampleAudit.realistic()).at("/matrix/1/callers/2");

        assertThat(bobOnGetOrder.path("identity").asText()).isEqualTo("bob");
        assertThat(bobOnGetOrder.path("expected").asText()).isEqualTo("grant");
        assertThat(bobOnGetOrder.path("seen").asText()).isEqualTo("granted");
        assertThat(bobOnGetOrder.path("othersData").asText()).isEqualTo("reached");
    }

    @Test
    void any_text_of_the_target_gives_valid_json() throws IOException {
        var spice = "\"}],\u0000\u001b\ud800 \u2028\\";

        assertThat(read(SampleAudit.spicedWith(spice)).at("/target/name").asText())
                .startsWith("orders-api\"}],\u0000\u001b");
    }

    @Test
    void the_secret_of_the_target_file_is_not_in_it() throws IOException {
        assertThat(write(SampleAudit.realistic())).doesNotContain(SampleAudit.SECRET);
    }

    private String write(Audit audit) throws IOException {
        new JsonReporter().auditFinished(audit, folder);
        return Files.readString(folder.resolve(JsonReporter.FILE));
    }

    private JsonNode read(Audit audit) throws IOException {
        return new ObjectMapper().readTree(write(audit));
    }
}

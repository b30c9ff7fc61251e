package dev.postern.reporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Exemption;
import dev.postern.reporters.allure.AllureReporter;
import dev.postern.reporters.console.ConsoleReporter;
import dev.postern.reporters.html.HtmlReporter;
import dev.postern.reporters.json.JsonReporter;
import dev.postern.reporters.markdown.MarkdownReporter;
import dev.postern.reporters.sarif.SarifReporter;
import dev.postern.reporters.summary.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A FAIL that does not break the gate is a FAIL in every report, and each says why the gate is not broken. */
class LenientGateTest {

    private static final Audit AUDIT = SampleAudit.lenient();

    @TempDir
    Path folder;

    @Test
    void the_console_marks_what_is_exempt_and_tells_the_notes_of_the_gate() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var reporter = new ConsoleReporter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false, true);
        reporter.auditStarted(AUDIT.plan());
        AUDIT.results().values().forEach(result -> reporter.caseFinished(AUDIT.plan(), result));
        reporter.auditFinished(AUDIT, folder);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains(
                        "FAIL          jwt.alg-none on GET /orders/{id} · alice: (known since 2026-01-31, baseline) Alg",
                        "     Gate      not broken by it: below the gate's threshold: high\n",
                        "throttled, 2 exempt (allowed), 2 cases:",
                        "Gate: passed.",
                        "  - 3 cases failed as the baseline knows, which does not break the gate.\n",
                        "  - Mended: one. Stale: two.\n");
    }

    @Test
    void the_page_marks_what_is_exempt_and_names_the_uncovered_controls() throws IOException {
        new HtmlReporter().auditFinished(AUDIT, folder);

        assertThat(Files.readString(folder.resolve("report.html")))
                .contains(
                        "Does not break the gate: known since 2026-01-31, baseline",
                        "(known since 2026-02-28, baseline)",
                        "Does not break the gate: allowed",
                        "<li>Mended: one. Stale: two.</li>",
                        "Controls of which nothing was verified",
                        "#control-stored-tokens");
    }

    @Test
    void the_document_has_the_exemptions_the_uncovered_the_mended_and_the_stale() throws IOException {
        new JsonReporter().auditFinished(AUDIT, folder);
        var root = new ObjectMapper().readTree(folder.resolve("audit.json").toFile());

        assertThat(root.at("/gate/notes")).hasSize(2);
        assertThat(texts(root.at("/gate/uncovered"), "control"))
                .containsExactly("limits", "passwords-encrypted", "stored-tokens");
        assertThat(root.at("/gate/uncovered/0/remedies/0").asText()).contains("declare the limit");
        assertThat(texts(root.at("/gate/mended"), "fingerprint")).containsExactly("00000000000000aa");
        assertThat(texts(root.at("/gate/stale"), "fingerprint"))
                .containsExactly("00000000000000bb", "00000000000000cc");
        assertThat(texts(root.path("findings"), "exemption")).hasSize(3);
        assertThat(root.at("/findings/0/exemption/kind").asText()).isEqualTo("known");
        assertThat(root.path("controls").findValuesAsText("uncovered")).contains("true", "false");
        assertThat(root.toString()).contains("\"exemption\":{\"kind\":\"below-threshold\"");
    }

    @Test
    void each_report_tells_the_severity_here_where_it_is_less_than_that_of_the_check() throws IOException {
        new JsonReporter().auditFinished(AUDIT, folder);
        new HtmlReporter().auditFinished(AUDIT, folder);
        new SarifReporter().auditFinished(AUDIT, folder);
        new MarkdownReporter().auditFinished(AUDIT, folder);

        assertThat(folder.resolve("audit.json"))
                .content()
                .containsPattern("\"words\" : \"[^\"]*\",\\s+\"severity\" : \"info\"");
        assertThat(folder.resolve("report.html")).content().contains("class=\"finding info\"");
        assertThat(folder.resolve("audit.sarif")).content().contains("\"level\" : \"note\"");
        assertThat(folder.resolve("summary.md")).content().contains("**INFO** Tokens");
    }

    @Test
    void the_summary_and_sarif_say_why_the_gate_is_not_broken() throws IOException {
        new SarifReporter().auditFinished(AUDIT, folder);
        new MarkdownReporter().auditFinished(AUDIT, folder);

        assertThat(folder.resolve("audit.sarif"))
                .content()
                .contains(
                        "(does not break the gate: known since 2026-01-31, baseline)",
                        "\"exemption\" : \"known\"",
                        "\"exemption\" : \"below-threshold\"");
        assertThat(folder.resolve("summary.md"))
                .content()
                .contains(
                        "_Does not break the gate: known since 2026\\-01\\-31, baseline._",
                        "_Does not break the gate: allowed._",
                        "- Mended\\: one\\. Stale\\: two\\.");
    }

    private static List<String> texts(JsonNode array, String field) {
        var all = new ArrayList<String>();
        array.forEach(node -> all.add(node.path(field).asText()));
        return all;
    }

    @Test
    void allure_knows_known_findings_and_tags_what_is_uncovered() throws IOException {
        new AllureReporter().auditFinished(AUDIT, folder);
        var results = new ArrayList<JsonNode>();
        try (var files = Files.list(folder.resolve("allure-results"))) {
            for (var file :
                    files.filter(f -> f.toString().endsWith("-result.json")).toList()) {
                results.add(new ObjectMapper().readTree(file.toFile()));
            }
        }

        assertThat(results)
                .filteredOn(r -> r.at("/statusDetails/known").asBoolean()
                        && r.path("status").asText().equals("failed"))
                .hasSize(3)
                .allSatisfy(r -> assertThat(r.at("/statusDetails/message").asText())
                        .startsWith("Does not break the gate (known since 2026-0"));
        assertThat(results)
                .filteredOn(r -> r.path("labels").toString().contains("\"uncovered\""))
                .hasSize(2);
        assertThat(folder.resolve("allure-results/environment.properties"))
                .content()
                .contains("Uncovered = limits, passwords-encrypted, stored-tokens\n");
    }

    @Test
    void what_breaks_the_gate_comes_before_what_does_not() {
        var mixed = new ArrayList<>(AUDIT.results().values());
        var results = new LinkedHashMap<>(AUDIT.results());
        mixed.stream()
                .filter(r -> r.planned().checkId().equals("jwt.lifetime"))
                .forEach(r -> results.put(r.planned().id(), r.withExemption(Optional.empty())));
        var audit = new Audit(
                AUDIT.plan(), results, AUDIT.gate(), AUDIT.startedAt(), AUDIT.endedAt(), 0, false, AUDIT.toolVersion());

        assertThat(Findings.of(audit).all())
                .extracting(f -> f.check().id())
                .containsExactly("jwt.lifetime", "jwt.alg-none", "access.other-object");
        assertThat(Findings.of(audit).all())
                .extracting(f -> f.exemption().map(Exemption::kind))
                .startsWith(Optional.empty());
    }

    @Test
    void the_summary_and_the_gate_agree_on_what_is_uncovered() {
        assertThat(ControlResult.of(AUDIT).stream()
                        .filter(ControlResult::isUncovered)
                        .map(ControlResult::control))
                .containsExactlyElementsOf(
                        AUDIT.gate().uncovered().stream().map(u -> u.control()).toList());
    }
}

package dev.postern.reporters.allure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.Audit;
import dev.postern.reporters.Approved;
import dev.postern.reporters.SampleAudit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllureReporterTest {

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void all_cases_are_as_approved() throws IOException {
        var cases = results(SampleAudit.realistic()).stream()
                .map(r -> String.join(
                        " | ",
                        r.path("status").asText(),
                        r.path("fullName").asText(),
                        r.path("name").asText(),
                        r.path("historyId").asText(),
                        label(r, "suite"),
                        label(r, "severity"),
                        r.path("steps").size() + " steps"))
                .collect(Collectors.joining("\n", "", "\n"));

        Approved.matches("allure-cases.txt", cases);
    }

    @Test
    void a_finding_is_as_approved() throws IOException {
        var result = result(SampleAudit.realistic(), "orders-api: access.other-object|getOrder|tokens|alice|bob");

        Approved.matches(
                "allure-finding.json",
                json.writerWithDefaultPrettyPrinter().writeValueAsString(result).replace("\r\n", "\n") + "\n");
        Approved.matches(
                "allure-attachment.txt",
                Files.readString(
                        allure().resolve(result.at("/attachments/0/source").asText())));
    }

    @Test
    void results_of_an_earlier_run_in_the_same_folder_are_gone() throws IOException {
        results(SampleAudit.realistic());
        var stale = Files.writeString(allure().resolve("0000-result.json"), "{}");

        var results = results(SampleAudit.realistic());

        assertThat(stale).doesNotExist();
        assertThat(results).hasSameSizeAs(SampleAudit.realistic().plan().cases());
    }

    @Test
    void every_case_has_a_result_of_its_own() throws IOException {
        var audit = SampleAudit.realistic();
        var results = results(audit);

        assertThat(results).hasSameSizeAs(audit.plan().cases());
        assertThat(results.stream().map(r -> r.path("historyId").asText())).doesNotHaveDuplicates();
        assertThat(results.stream().map(r -> r.path("uuid").asText())).doesNotHaveDuplicates();
    }

    @Test
    void every_attachment_that_is_named_exists() throws IOException {
        assertThat(results(SampleAudit.realistic()))
                .allSatisfy(r -> r.path("attachments")
                        .forEach(a -> assertThat(
                                        allure().resolve(a.path("source").asText()))
                                .exists()));
    }

    @Test
    void an_audit_that_is_reported_twice_leaves_the_same_files() throws IOException {
        results(SampleAudit.realistic());
        var first = files();
        results(SampleAudit.realistic());

        assertThat(files()).isEqualTo(first);
    }

    @Test
    void outcomes_become_statuses() throws IOException {
        var statuses = results(SampleAudit.realistic()).stream()
                .collect(Collectors.groupingBy(r -> r.path("status").asText(), Collectors.counting()));

        assertThat(statuses)
                .containsEntry("failed", 4L)
                .containsEntry("broken", 4L)
                .containsEntry("passed", 12L)
                .containsEntry("skipped", 5L);
    }

    @Test
    void cases_of_a_partly_verified_control_are_tagged_and_the_environment_names_it() throws IOException {
        assertThat(results(SampleAudit.realistic()))
                .filteredOn(r -> r.path("labels").toString().contains("\"partly-verified\""))
                .hasSize(3);
        assertThat(allure().resolve("environment.properties"))
                .content()
                .contains("Partly verified = tenants-and-limits\n");
    }

    @Test
    void one_target_file_at_two_addresses_has_two_histories() throws IOException {
        assertThat(histories("http://127.0.0.1:18800"))
                .doesNotContainAnyElementsOf(histories("http://127.0.0.1:18801"));
        assertThat(histories("http://127.0.0.1:40001")).isEqualTo(histories("http://127.0.0.1:50002"));
    }

    private List<String> histories(String baseUrl) throws IOException {
        return results(SampleAudit.at(URI.create(baseUrl))).stream()
                .map(r -> r.path("historyId").asText())
                .toList();
    }

    @Test
    void a_description_lets_no_markup_of_the_target_through() throws IOException {
        var audit = SampleAudit.spicedWith("<img src=x onerror=alert(1)> [x](javascript:alert(1))");

        assertThat(results(audit)).allSatisfy(r -> {
            assertThat(r.path("description").asText()).doesNotContain("<img", "](javascript:");
            assertThat(r.has("descriptionHtml")).isFalse();
        });
    }

    @Test
    void environment_names_target_and_versions_but_no_secret() throws IOException {
        results(SampleAudit.realistic());

        assertThat(Files.readString(allure().resolve("environment.properties")))
                .contains("Target = orders-api", "Postern = 0.1.0", "JDK = ")
                .doesNotContain(SampleAudit.SECRET);
        assertThat(Files.readString(allure().resolve("categories.json"))).contains("\"failed\"", "\"broken\"");
    }

    @Test
    void the_usual_property_says_where_results_go(@TempDir Path elsewhere) throws IOException {
        System.setProperty(
                "allure.results.directory", elsewhere.resolve("results").toString());
        try {
            new AllureReporter().auditFinished(SampleAudit.clean(), folder);
        } finally {
            System.clearProperty("allure.results.directory");
        }

        assertThat(elsewhere.resolve("results/environment.properties")).exists();
        assertThat(allure()).doesNotExist();
    }

    private Path allure() {
        return folder.resolve(AllureReporter.FOLDER);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(allure())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode result(Audit audit, String fullName) throws IOException {
        return results(audit).stream()
                .filter(r -> r.path("fullName").asText().equals(fullName))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> results(Audit audit) throws IOException {
        new AllureReporter().auditFinished(audit, folder);
        var results = new ArrayList<JsonNode>();
        for (var file : files()) {
            if (file.endsWith("-result.json")) {
                results.add(json.readTree(allure().resolve(file).toFile()));
            }
        }
        results.sort(Comparator.comparing(r -> r.path("fullName").asText()));
        return results;
    }

    private static String label(JsonNode result, String name) {
        return StreamSupport.stream(result.path("labels").spliterator(), false)
                .filter(l -> l.path("name").asText().equals(name))
                .map(l -> l.path("value").asText())
                .findFirst()
                .orElse("");
    }
}

package dev.postern.reporters.sarif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.postern.api.audit.Audit;
import dev.postern.api.audit.Outcome;
import dev.postern.reporters.Approved;
import dev.postern.reporters.SampleAudit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SarifReporterTest {

    private static final Schema SCHEMA = schema();

    @TempDir
    Path repository;

    @BeforeEach
    void the_repository_is_one_of_git() throws IOException {
        Files.createDirectory(repository.resolve(".git"));
    }

    @AfterEach
    void nothing_is_asked_for() {
        System.clearProperty("postern.sarif");
    }

    static Stream<Named<Audit>> samples() {
        return Stream.of(
                Named.of("realistic", SampleAudit.realistic()),
                Named.of("clean", SampleAudit.clean()),
                Named.of("interrupted", SampleAudit.interrupted()),
                Named.of("large", SampleAudit.large(500)),
                Named.of(
                        "hostile",
                        SampleAudit.spicedWith("\"}],\u0000\u001b\ud800 \u2028\\ {0} [x](javascript:alert(1)) <b>")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void document_obeys_the_schema_of_the_standard(Audit audit) throws IOException {
        assertThat(errors(write(audit))).isEmpty();

        System.setProperty("postern.sarif", "all");
        assertThat(errors(write(audit))).isEmpty();
    }

    @Test
    void the_schema_does_find_mistakes() throws IOException {
        var broken = write(SampleAudit.realistic()).replace("\"level\" : \"error\"", "\"level\" : \"fatal\"");

        assertThat(errors(broken)).isNotEmpty();
    }

    @Test
    void document_is_as_approved() throws IOException {
        Approved.matches("audit.sarif", write(SampleAudit.realistic()));
    }

    @Test
    void findings_and_what_could_not_be_told_are_results_and_what_holds_is_not() throws IOException {
        var results = results(SampleAudit.realistic());

        assertThat(results.stream().map(r -> r.path("kind").asText())).containsOnly("fail", "open");
        assertThat(results.stream().map(r -> r.at("/properties/outcome").asText()))
                .containsExactly(
                        "fail",
                        "fail",
                        "fail",
                        "fail",
                        "inconclusive",
                        "inconclusive",
                        "inconclusive",
                        "inconclusive",
                        "waived");
    }

    @Test
    void level_follows_severity_and_is_none_where_nothing_failed() throws IOException {
        var results = results(SampleAudit.realistic());

        assertThat(of(results, "jwt.alg-none").path("level").asText()).isEqualTo("error");
        assertThat(of(results, "jwt.lifetime").path("level").asText()).isEqualTo("warning");
        assertThat(of(results, "oauth.no-store").path("level").asText()).isEqualTo("note");
        assertThat(of(results, "jwt.expired").path("level").asText()).isEqualTo("none");
    }

    @Test
    void a_waiver_suppresses_its_finding_and_says_why() throws IOException {
        var suppression = of(results(SampleAudit.realistic()), "oauth.no-store").at("/suppressions/0");

        assertThat(suppression.path("kind").asText()).isEqualTo("external");
        assertThat(suppression.path("status").asText()).isEqualTo("accepted");
        assertThat(suppression.path("justification").asText()).contains("until 2027-03-01 by j.doe");
    }

    @Test
    void all_outcomes_are_written_where_that_is_asked_for() throws IOException {
        System.setProperty("postern.sarif", "all");

        var results = results(SampleAudit.realistic());

        assertThat(results).hasSameSizeAs(SampleAudit.realistic().plan().cases());
        assertThat(results.stream().map(r -> r.path("kind").asText()))
                .contains("fail", "open", "pass", "notApplicable", "review");
    }

    @Test
    void findings_are_written_whatever_is_asked_for() throws IOException {
        System.setProperty("postern.sarif", "inconclusive");

        assertThat(results(SampleAudit.realistic()).stream()
                        .map(r -> r.at("/properties/outcome").asText()))
                .containsOnly("fail", "inconclusive");
    }

    @Test
    void a_word_that_is_no_outcome_is_refused_with_those_that_are() {
        System.setProperty("postern.sarif", "fail,inconclusve");

        assertThatThrownBy(() -> write(SampleAudit.realistic()))
                .hasMessage(
                        "the system property postern.sarif has \"inconclusve\", which is no outcome; write \"all\","
                                + " or some of these with commas between: pass, fail, inconclusive, not-applicable, waived, manual");
    }

    @Test
    void a_result_names_the_line_of_its_operation_and_where_its_identities_are_declared() throws IOException {
        var result = of(results(SampleAudit.realistic()), "access.other-object");

        var place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("orders-api.yaml");
        assertThat(place.at("/artifactLocation/uriBaseId").asText()).isEqualTo("%SRCROOT%");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(66);
        assertThat(result.at("/locations/0/logicalLocations/0/name").asText()).isEqualTo("GET /orders/{id}");
        assertThat(result.at("/relatedLocations/1/message/text").asText())
                .isEqualTo("bob, the identity that must be denied");
    }

    @Test
    void every_result_has_a_place_with_a_line() throws IOException {
        System.setProperty("postern.sarif", "all");

        assertThat(results(SampleAudit.realistic()))
                .allSatisfy(r -> assertThat(r.at("/locations/0/physicalLocation/region/startLine")
                                .asInt())
                        .isPositive());
    }

    @Test
    void what_decided_is_the_exchange_of_a_result_and_all_trials_are_its_steps() throws IOException {
        var result = of(results(SampleAudit.realistic()), "jwt.alg-none");

        assertThat(result.at("/webRequest/method").asText()).isEqualTo("GET");
        assertThat(result.at("/webRequest/headers").toString()).contains("***");
        assertThat(result.at("/webResponse/statusCode").asInt()).isEqualTo(200);
        var steps = result.at("/codeFlows/0/threadFlows/0/locations");
        assertThat(steps).hasSize(6);
        assertThat(steps.at("/5/importance").asText()).isEqualTo("essential");
        assertThat(steps.at("/5/location/message/text").asText())
                .startsWith("alg \"none\": expected denied, observed granted; 200 OK");
    }

    @Test
    void a_case_that_could_not_be_told_keeps_the_fingerprint_of_the_finding_that_it_may_hide() throws IOException {
        var audit = SampleAudit.realistic();
        var planned = audit.plan().cases().stream()
                .filter(c -> c.checkId().equals("jwt.expired") && c.operation().equals("getOrder"))
                .findFirst()
                .orElseThrow();

        assertThat(of(results(audit), "jwt.expired")
                        .at("/partialFingerprints")
                        .path("postern/v1")
                        .asText())
                .isEqualTo(planned.fingerprint(audit.plan().target().name()));
    }

    @Test
    void every_check_is_a_rule_that_github_can_show() throws IOException {
        var audit = SampleAudit.realistic();
        var rules = read(audit).at("/runs/0/tool/driver/rules");

        assertThat(rules).hasSize(audit.plan().checks().size() + 1);
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.at("/shortDescription/text").asText()).isNotEmpty().hasSizeLessThanOrEqualTo(1024);
            assertThat(rule.at("/fullDescription/text").asText()).isNotEmpty().hasSizeLessThanOrEqualTo(1024);
            assertThat(rule.at("/help/text").asText()).isNotEmpty();
            assertThat(rule.at("/properties/tags")).hasSizeLessThanOrEqualTo(10);
        });
        var algNone = rules.get(0);
        assertThat(algNone.path("name").asText()).isEqualTo("JwtAlgNone");
        assertThat(algNone.at("/properties/security-severity").asText()).isEqualTo("9.5");
        assertThat(algNone.at("/properties/tags").toString()).contains("external/cwe/cwe-347");
        assertThat(algNone.at("/help/markdown").asText())
                .contains("## How to mend it", "```java", "[CVE-2015-9235](https://");
    }

    @Test
    void an_audit_without_findings_has_an_empty_list_of_results_and_a_gate_that_passed() throws IOException {
        var run = read(SampleAudit.clean()).at("/runs/0");

        assertThat(run.path("results").isArray()).isTrue();
        assertThat(run.path("results")).isEmpty();
        assertThat(run.at("/invocations/0/exitCode").asInt()).isZero();
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
    }

    @Test
    void an_audit_that_was_told_to_end_says_that_it_is_not_whole() throws IOException {
        var invocation = read(SampleAudit.interrupted()).at("/runs/0/invocations/0");

        assertThat(invocation.path("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.at("/toolExecutionNotifications/0/message/text").asText())
                .startsWith("1 case was not run");
    }

    @Test
    void of_too_many_results_the_worst_are_kept_and_that_is_said() {
        var run = new AuditAsRun(SampleAudit.realistic(), new Places(repository), 10)
                .log(EnumSet.allOf(Outcome.class))
                .runs()
                .get(0);

        assertThat(run.results()).hasSize(10);
        assertThat(run.results().stream().map(SarifLog.Result::kind).distinct())
                .containsExactly("fail", "open", "review");
        assertThat(run.invocations()
                        .get(0)
                        .toolExecutionNotifications()
                        .get(0)
                        .message()
                        .text())
                .isEqualTo("The audit has 25 results, of which the first 10 are here, the worst first.");
    }

    @Test
    void what_was_only_partly_verified_is_counted_apart_and_told_with_its_remedy() {
        var run = new AuditAsRun(SampleAudit.realistic(), new Places(repository), 1000)
                .log(EnumSet.of(Outcome.FAIL))
                .runs()
                .get(0);

        assertThat(run.properties().get("controls"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("partly-verified", 1L)
                .containsEntry("pass", 1L);
        assertThat(run.invocations().get(0).toolExecutionNotifications())
                .extracting(notification -> notification.message().text())
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "(tenants-and-limits) is partly verified", "ratelimit.enforced", "declare the limit"));
    }

    @Test
    void one_target_file_at_two_addresses_makes_two_categories_and_a_port_chosen_for_the_run_none() {
        assertThat(automation("https://test.example.test:8443/v1"))
                .isEqualTo("postern/OrdersApiSecurityIT/https://test.example.test:8443/v1/")
                .isNotEqualTo(automation("https://staging.example.test:8443/v1"));
        assertThat(automation("http://127.0.0.1:18800")).isNotEqualTo(automation("http://127.0.0.1:18801"));
        assertThat(automation("http://127.0.0.1:40001")).isEqualTo(automation("http://127.0.0.1:50002"));
    }

    private String automation(String baseUrl) {
        return new AuditAsRun(SampleAudit.at(URI.create(baseUrl)), new Places(repository), 10)
                .log(EnumSet.of(Outcome.FAIL))
                .runs()
                .get(0)
                .automationDetails()
                .id();
    }

    @Test
    void nothing_that_the_target_said_becomes_a_link_or_steers_a_reader() throws IOException {
        var text = write(SampleAudit.spicedWith("[x](javascript:alert(1))\u202e\u001b[31m"));

        assertThat(text).doesNotContain("\u202e", "\\u202E", "\\u001B");
        assertThat(new ObjectMapper().readTree(text).findValues("message"))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message.toString()).doesNotContain("]("));
    }

    @Test
    void the_secret_of_the_target_file_is_not_in_it() throws IOException {
        System.setProperty("postern.sarif", "all");

        assertThat(write(SampleAudit.realistic())).doesNotContain(SampleAudit.SECRET);
    }

    @Test
    void equal_audits_give_equal_documents() throws IOException {
        assertThat(write(SampleAudit.realistic())).isEqualTo(write(SampleAudit.realistic()));
    }

    private static JsonNode of(List<JsonNode> results, String rule) {
        return results.stream()
                .filter(r -> r.path("ruleId").asText().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> results(Audit audit) throws IOException {
        return StreamSupport.stream(read(audit).at("/runs/0/results").spliterator(), false)
                .toList();
    }

    private JsonNode read(Audit audit) throws IOException {
        return new ObjectMapper().readTree(write(audit));
    }

    private String write(Audit audit) throws IOException {
        new SarifReporter(repository).auditFinished(audit, repository);
        return Files.readString(repository.resolve(SarifReporter.FILE));
    }

    private static List<String> errors(String document) throws IOException {
        return SCHEMA.validate(new ObjectMapper().readTree(document)).stream()
                .map(e -> e.getInstanceLocation() + " " + e.getMessage())
                .toList();
    }

    private static Schema schema() {
        try (var schema = SarifReporterTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new ObjectMapper().readTree(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.postern.checklists;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Need;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checkfile.CheckFiles;
import dev.postern.checklist.Checklists;
import dev.postern.gate.Baseline;
import dev.postern.gate.Waivers;
import dev.postern.target.TargetFile;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas are for editors; the readers' words are better. Both must know the same keys. */
class SchemaTest {

    private static final String FOLDER = "/dev/postern/checklists/";
    private static final JsonNode TARGET = resource("target.schema.json");
    private static final JsonNode CHECKLIST = resource("checklist.schema.json");
    private static final JsonNode CHECKS = resource("checks.schema.json");
    private static final JsonNode WAIVERS = resource("waivers.schema.json");
    private static final JsonNode BASELINE = resource("baseline.schema.json");

    private static JsonNode resource(String name) {
        try (var stream = SchemaTest.class.getResourceAsStream(FOLDER + name)) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> errors(JsonNode schema, String yaml) {
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        var problems = new Problems();
        var root = SourceFile.parse("example.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems);
        problems.throwIfAny();
        return compiled.validate(root.orElseThrow().json()).stream()
                .map(e -> e.getInstanceLocation() + " " + e.getMessage())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> the_schema_knows_the_keys_that_the_reader_knows() {
        return Stream.of(
                        Map.entry(TARGET, TargetFile.keys()),
                        Map.entry(CHECKLIST, Checklists.keys()),
                        Map.entry(CHECKS, CheckFiles.keys()),
                        Map.entry(WAIVERS, Waivers.keys()),
                        Map.entry(BASELINE, Baseline.keys()))
                .flatMap(e -> e.getValue().entrySet().stream()
                        .map(part -> DynamicTest.dynamicTest(
                                part.getKey(),
                                () -> assertThat(properties(e.getKey().at("/$defs/" + part.getKey())))
                                        .containsExactlyInAnyOrderElementsOf(part.getValue()))));
    }

    private static List<String> properties(JsonNode part) {
        assertThat(part.path("additionalProperties").asText()).isEqualTo("false");
        var names = new ArrayList<String>();
        part.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void the_example_in_the_documentation_is_valid() throws IOException {
        var page = Files.readString(Path.of("../docs/target-file.md"));
        var start = page.indexOf("```yaml\n", page.indexOf("<!-- This example is read by a test. -->"));

        assertThat(errors(TARGET, page.substring(start + "```yaml\n".length(), page.indexOf("```", start + 3))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-authentication-essentials", "jwt-best-current-practices"})
    void the_built_in_checklists_are_valid(String name) throws IOException {
        assertThat(errors(CHECKLIST, Files.readString(Path.of("src/main/resources" + FOLDER + name + ".yaml"))))
                .isEmpty();
    }

    private static final String GOOD = """
            target: orders-api
            baseUrl: ${env:URL}
            schemes:
              tokens:
                type: bearer-jwt
              key:
                type: api-key
                in: header
                name: X-API-Key
            identities:
              alice:
                scheme: tokens
                obtain:
                  token: ${env:TOKEN}
            operations:
              getOrder:
                call: GET /orders/{id}
                requires:
                  scheme: [tokens, key]
                with:
                  id: 17
            """;

    @Test
    void a_small_target_file_is_valid() {
        assertThat(errors(TARGET, GOOD)).isEmpty();
        assertThat(errors(TARGET, "target: a\nbaseUrl: https://a\nopenapi: a.yaml\nidentities: {}\n"))
                .isEmpty();
    }

    @Test
    void token_endpoint_and_key_set_may_be_paths() {
        assertThat(errors(
                        TARGET,
                        GOOD.replace(
                                "type: bearer-jwt",
                                "type: bearer-jwt\n    tokenEndpoint: /token\n    jwks: /.well-known/jwks.json")))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_is_wrong_in_a_target_file_is_seen_in_the_editor() {
        return Stream.of(
                        new String[] {"target: orders-api", "targt: orders-api"},
                        new String[] {"${env:URL}", "ftp://localhost"},
                        new String[] {"${env:URL}", "https://user:password@localhost"},
                        new String[] {"type: bearer-jwt", "type: jwt"},
                        new String[] {"type: bearer-jwt", "type: bearer-jwt\n    maxLifetime: 1h"},
                        new String[] {"type: bearer-jwt", "type: basic\n    issuer: https://a"},
                        new String[] {"type: bearer-jwt", "type: bearer-jwt\n    tokenEndpoint: token"},
                        new String[] {"type: bearer-jwt", "type: bearer-jwt\n    jwks: //elsewhere/jwks"},
                        new String[] {"in: header", "in: body"},
                        new String[] {"    in: header\n", ""},
                        new String[] {"token: ${env:TOKEN}", "token: x\n      key: y"},
                        new String[] {"token: ${env:TOKEN}", "scope: x"},
                        new String[] {"token: ${env:TOKEN}", "tokn: x"},
                        new String[] {"call: GET /orders/{id}", "call: get /orders/{id}"},
                        new String[] {"call: GET /orders/{id}", "call: GET orders"},
                        new String[] {"with:", "wiht:"},
                        new String[] {"scheme: [tokens, key]", "scheme: {a: b}"})
                .map(spoilt -> DynamicTest.dynamicTest(
                        (spoilt[0] + " -> " + spoilt[1]).strip(),
                        () -> assertThat(errors(TARGET, GOOD.replace(spoilt[0], spoilt[1])))
                                .isNotEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> what_is_wrong_in_a_checklist_is_seen_in_the_editor() {
        return Stream.of(
                        "title: Ours\ncontrols: {}",
                        "checklist: ours\ntitle: Ours",
                        "checklist: Our Rules\ntitle: Ours\ncontrols: {}",
                        "checklist: ours\ntitle: Ours\ncontrols: {a: {title: A}}",
                        "checklist: ours\ntitle: Ours\ncontrols: {a: {title: A, checks: [x], manual: true}}",
                        "checklist: ours\ntitle: Ours\ncontrols: {a: {titel: A, checks: [x]}}")
                .map(wrong -> DynamicTest.dynamicTest(
                        wrong, () -> assertThat(errors(CHECKLIST, wrong)).isNotEmpty()));
    }

    private static final String WAIVER = """
            waivers:
              - check: jwt.*
                operation: GET /orders
                until: 2026-12-31
                by: Ada
                reason: replaced in May
            """;

    @Test
    void a_waiver_file_is_valid() {
        assertThat(errors(WAIVERS, WAIVER)).isEmpty();
        assertThat(errors(WAIVERS, WAIVER.replaceFirst("check: .*\\n.*", "fingerprint: 0123456789abcdef")))
                .isEmpty();
        assertThat(errors(WAIVERS, "waivers:\n")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_is_wrong_in_a_waiver_file_is_seen_in_the_editor() {
        return Stream.of(
                        new String[] {"check: jwt.*", "chek: jwt.*"},
                        new String[] {"check: jwt.*", "fingerprint: 0123456789abcdef"},
                        new String[] {"check: jwt.*", "identity: alice"},
                        new String[] {"2026-12-31", "soon"},
                        new String[] {"    by: Ada\n", ""},
                        new String[] {"    reason: replaced in May\n", ""},
                        new String[] {"waivers:", "waiver:"})
                .map(spoilt -> DynamicTest.dynamicTest(
                        (spoilt[0] + " -> " + spoilt[1]).strip(),
                        () -> assertThat(errors(WAIVERS, WAIVER.replace(spoilt[0], spoilt[1])))
                                .isNotEmpty()));
    }

    @Test
    void a_baseline_that_was_written_is_valid_and_one_that_lacks_the_fingerprint_is_not() {
        var baseline = Baseline.of(List.of(new KnownFinding(
                        "0123456789abcdef",
                        "orders-api",
                        "jwt.alg-none",
                        "listOrders",
                        "alice",
                        "",
                        Severity.CRITICAL,
                        LocalDate.of(2026, 1, 31),
                        "granted")))
                .toYaml();

        assertThat(errors(BASELINE, baseline)).isEmpty();
        assertThat(errors(BASELINE, baseline.replaceAll("fingerprint: .*\n    ", "")))
                .isNotEmpty();
    }

    private static final String CHECKS_IN_YAML = """
            checks:
              acme.debug-header:
                title: The debug header opens nothing
                severity: high
                schemes: [bearer-jwt, api-key]
                needs: second-identity
                attempts:
                  - label: no credential, and X-Debug
                    credential: none
                    headers:
                      X-Debug: true
              acme.no-store:
                title: Nothing is stored
                severity: low
                answer:
                  - header: Cache-Control
                    contains: no-store
            """;

    @Test
    void a_small_file_of_checks_is_valid() {
        assertThat(errors(CHECKS, CHECKS_IN_YAML)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_is_wrong_in_a_file_of_checks_is_seen_in_the_editor() {
        return Stream.of(
                        new String[] {"acme.debug-header", "DebugHeader"},
                        new String[] {"severity: high", "severity: hihg"},
                        new String[] {"    title: The debug header opens nothing\n", ""},
                        new String[] {"api-key]", "apikey]"},
                        new String[] {"second-identity", "another"},
                        new String[] {"credential: none", "credential: none\n        tolerate: [everything]"},
                        new String[] {"        headers:\n          X-Debug: true\n", "        header: X\n"},
                        new String[] {"credential: none\n        headers:\n          X-Debug: true", "credential: valid"
                        },
                        new String[] {"contains: no-store", "contains: no-store\n        equals: no-store"},
                        new String[] {"        contains: no-store\n", ""},
                        new String[] {"answer:", "attempts:"})
                .map(spoilt -> DynamicTest.dynamicTest(
                        (spoilt[0] + " -> " + spoilt[1]).strip(),
                        () -> assertThat(errors(CHECKS, CHECKS_IN_YAML.replace(spoilt[0], spoilt[1])))
                                .isNotEmpty()));
    }

    @Test
    void the_words_of_the_schema_are_those_of_the_reader() {
        assertThat(texts("need")).isEqualTo(kebab(Need.values()));
        assertThat(texts("answers")).containsExactlyInAnyOrderElementsOf(kebab(Attempt.Tolerated.values()));
        assertThat(texts("scheme"))
                .isEqualTo(Stream.of(Scheme.Type.values()).map(Scheme.Type::key).toList());
    }

    private static List<String> texts(String definition) {
        var all = new ArrayList<String>();
        CHECKS.at("/$defs/" + definition + "/enum").forEach(text -> all.add(text.asText()));
        return all;
    }

    private static List<String> kebab(Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}

package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectModule;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.includeTags;

import dev.postern.stage.Stage;
import dev.postern.stage.audits.ModuleFileAudit;
import dev.postern.stage.audits.NotAnAudit;
import dev.postern.stage.audits.StageAudit;
import dev.postern.stage.lost.LostFileAudit;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What is found, by which selector, and what it is called. */
class DiscoveryTest {

    private static final String AUDIT = "[engine:postern]/[audit:dev.postern.stage.audits.StageAudit]";
    private static final String CONTROL = AUDIT + "/[control:credentials-are-checked]";
    private static final String CHECK = CONTROL + "/[check:stage.wrong-credential]";
    private static final String CASE = CHECK + "/[case:stage.wrong-credential|listOrders|tokens|alice|]";

    @TempDir
    private Path folder;

    private static EngineDiscoveryResults discover(DiscoverySelector... selectors) {
        return EngineTestKit.engine("postern")
                .configurationParameter(Options.CHECKLIST, "stage")
                .selectors(selectors)
                .discover();
    }

    private static List<String> leaves(EngineDiscoveryResults found) {
        return found.getEngineDescriptor().getDescendants().stream()
                .filter(TestDescriptor::isTest)
                .map(d -> d.getUniqueId().toString())
                .toList();
    }

    private static List<String> audits(EngineDiscoveryResults found) {
        return found.getEngineDescriptor().getChildren().stream()
                .map(d -> d.getUniqueId().getLastSegment().getValue())
                .toList();
    }

    private static TestDescriptor find(EngineDiscoveryResults found, String uniqueId) {
        return found.getEngineDescriptor()
                .findByUniqueId(UniqueId.parse(uniqueId))
                .map(TestDescriptor.class::cast)
                .orElseThrow();
    }

    @Test
    void unique_ids_of_an_audit_class_are_a_public_format() {
        assertThat(leaves(discover(selectClass(StageAudit.class))))
                .containsExactly(
                        AUDIT + "/[control:credentials-are-demanded]/[check:stage.no-credential]"
                                + "/[case:stage.no-credential|listOrders|tokens|alice|]",
                        AUDIT + "/[control:credentials-are-demanded]/[check:stage.no-credential]"
                                + "/[case:stage.no-credential|createOrder|tokens||]",
                        CASE,
                        CHECK + "/[case:stage.wrong-credential|createOrder|tokens||]",
                        CONTROL + "/[check:stage.no-credential]/[case:stage.no-credential|listOrders|tokens|alice|]",
                        CONTROL + "/[check:stage.no-credential]/[case:stage.no-credential|createOrder|tokens||]",
                        AUDIT + "/[control:answers-are-not-stored]/[check:stage.no-store]"
                                + "/[case:stage.no-store|listOrders|tokens|alice|]",
                        AUDIT + "/[control:backups-are-encrypted]/[check:manual]/[case:manual|backups-are-encrypted]");
    }

    @Test
    void discovery_gives_the_same_ids_again_and_sends_nothing() {
        var starts = StageAudit.STARTS.get();

        assertThat(leaves(discover(selectClass(StageAudit.class))))
                .isEqualTo(leaves(discover(selectClass(StageAudit.class))));
        assertThat(StageAudit.STARTS).hasValue(starts);
    }

    @Test
    void planning_a_target_file_sends_nothing_to_the_target() throws IOException {
        try (var stage = Stage.open(Stage.ORDERS)) {
            var file = writeTarget(stage.url());

            assertThat(leaves(discover(selectFile(file.toFile())))).hasSize(8);
            assertThat(stage.requests()).isEmpty();
        }
    }

    @Test
    void a_package_leads_to_its_audits_and_to_no_other_class() {
        assertThat(audits(discover(selectPackage("dev.postern.stage.audits"))))
                .containsExactlyInAnyOrder(StageAudit.class.getName(), ModuleFileAudit.class.getName());
        assertThat(audits(discover(selectClass(NotAnAudit.class)))).isEmpty();
    }

    @Test
    void a_class_path_root_leads_to_its_audits() throws Exception {
        var root = Path.of(StageAudit.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(audits(discover(selectClasspathRoots(Set.of(root)).toArray(DiscoverySelector[]::new))))
                .contains(StageAudit.class.getName(), ModuleFileAudit.class.getName());
    }

    @Test
    void filters_of_class_names_are_honoured() {
        Filter<?> onlyModule = ClassNameFilter.includeClassNamePatterns(".*ModuleFile.*");

        var found = EngineTestKit.engine("postern")
                .selectors(selectPackage("dev.postern.stage.audits"))
                .filters(onlyModule)
                .discover();
        assertThat(audits(found)).containsExactly(ModuleFileAudit.class.getName());

        var none = EngineTestKit.engine("postern")
                .selectors(selectClass(StageAudit.class))
                .filters(onlyModule)
                .discover();
        assertThat(audits(none)).isEmpty();
    }

    @Test
    void a_target_file_is_found_as_a_file_and_as_a_class_path_resource() throws IOException {
        var file = writeTarget(URI.create("http://localhost:1"));

        assertThat(audits(discover(selectFile(file.toFile())))).containsExactly(file.toString());
        var resource = discover(selectClasspathResource("dev/postern/stage/other-api.yaml"));
        assertThat(audits(resource)).containsExactly("classpath:dev/postern/stage/other-api.yaml");
        assertThat(discover(selectClasspathResource("META-INF/services/dev.postern.api.check.SecurityCheck"))
                        .getDiscoveryIssues())
                .isEmpty();

        for (var leaf : List.of(
                leaves(discover(selectFile(file.toFile()))).get(0),
                leaves(resource).get(0))) {
            assertThat(leaves(discover(selectUniqueId(leaf)))).containsExactly(leaf);
        }
    }

    private Path writeTarget(URI baseUrl) throws IOException {
        var text = Files.readString(Path.of("src/test/resources/dev/postern/stage/stage-api.yaml"));
        return Files.writeString(
                folder.resolve("orders.yaml"), text.replace("schemes:", "baseUrl: " + baseUrl + "\nschemes:"));
    }

    @Test
    void a_unique_id_leads_to_all_below_it_and_to_nothing_else() {
        assertThat(leaves(discover(selectUniqueId(AUDIT)))).hasSize(8);
        assertThat(leaves(discover(selectUniqueId(CONTROL)))).hasSize(4).allMatch(id -> id.startsWith(CONTROL));
        assertThat(leaves(discover(selectUniqueId(CHECK)))).hasSize(2).allMatch(id -> id.startsWith(CHECK));
        assertThat(leaves(discover(selectUniqueId(CASE)))).containsExactly(CASE);
        assertThat(find(discover(selectUniqueId(CASE)), AUDIT).getDescendants()).hasSize(3);
    }

    @Test
    void a_unique_id_of_something_that_is_gone_or_of_others_leads_nowhere() {
        for (var id : List.of(
                CHECK + "/[case:stage.wrong-credential|gone|tokens|alice|]",
                "[engine:postern]/[audit:dev.postern.NoSuchClass]",
                "[engine:postern]/[audit:" + NotAnAudit.class.getName() + "]",
                "[engine:postern]/[other:x]",
                "[engine:other]/[audit:" + StageAudit.class.getName() + "]")) {
            assertThat(discover(selectUniqueId(id)).getEngineDescriptor().getChildren())
                    .as(id)
                    .isEmpty();
        }
    }

    @Test
    void a_line_of_a_target_file_leads_to_the_cases_of_the_operation_that_stands_there() throws IOException {
        var file = writeTarget(URI.create("http://localhost:1"));
        var lines = Files.readAllLines(file);
        var line = lines.indexOf("  createOrder:") + 1;

        for (var at : List.of(line, line + 1, line + 3)) {
            assertThat(leaves(discover(selectFile(file.toString(), FilePosition.from(at)))))
                    .as("line " + at)
                    .hasSize(3)
                    .allMatch(id -> id.contains("|createOrder|"));
        }
        assertThat(leaves(discover(selectFile(file.toString(), FilePosition.from(line - 1)))))
                .hasSize(4)
                .allMatch(id -> id.contains("|listOrders|"));
    }

    @Test
    void a_line_of_a_target_file_at_which_no_operation_stands_is_an_error() throws IOException {
        var file = writeTarget(URI.create("http://localhost:1"));

        for (var at : List.of(1, Files.readAllLines(file).indexOf("  alice:") + 2)) {
            var found = discover(selectFile(file.toString(), FilePosition.from(at)));
            assertThat(leaves(found)).isEmpty();
            assertThat(found.getDiscoveryIssues())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.message())
                            .startsWith(
                                    file + ":" + at + ":1: no operation stands here\n   operations: listOrders at "));
        }
    }

    @Test
    void a_module_leads_to_the_audits_in_it() {
        var found = discover(selectModule("java.logging"));

        assertThat(audits(found)).isEmpty();
        assertThat(found.getDiscoveryIssues()).isEmpty();
    }

    @Test
    void what_is_selected_as_a_whole_stays_whole_beside_one_of_its_cases() {
        assertThat(leaves(discover(selectUniqueId(CASE), selectClass(StageAudit.class))))
                .hasSize(8);
        assertThat(leaves(discover(selectClass(StageAudit.class), selectUniqueId(CASE))))
                .hasSize(8);
    }

    @Test
    void checks_can_be_chosen_by_parameter() {
        var found = EngineTestKit.engine("postern")
                .configurationParameter(Options.ONLY, "stage.no-s*, stage.w*")
                .selectors(selectClass(StageAudit.class))
                .discover();

        assertThat(leaves(found)).hasSize(3).noneMatch(id -> id.contains("no-credential"));
    }

    @Test
    void names_tell_a_reader_of_the_leaf_alone_what_it_is() {
        var found = discover(selectClass(StageAudit.class));

        assertThat(find(found, AUDIT).getDisplayName()).isEqualTo(StageAudit.class.getName());
        assertThat(find(found, CONTROL).getDisplayName()).isEqualTo("Credentials are looked at");
        assertThat(find(found, CHECK).getDisplayName())
                .isEqualTo("stage.wrong-credential: Credentials that nobody issued are refused");
        assertThat(find(found, CASE).getDisplayName()).isEqualTo("stage.wrong-credential · GET /orders · alice");
        assertThat(find(found, CASE).getLegacyReportingName())
                .isEqualTo("stage.wrong-credential · GET /orders · alice");
    }

    @Test
    void a_case_names_the_line_of_its_operation_and_an_audit_its_class() throws IOException {
        var found = discover(selectClass(StageAudit.class));

        assertThat(find(found, AUDIT).getSource()).contains(ClassSource.from(StageAudit.class));
        assertThat(find(found, CASE).getSource()).hasValueSatisfying(source -> {
            assertThat(source).isInstanceOf(FileSource.class);
            var file = (FileSource) source;
            assertThat(line(file.getFile(), file.getPosition().orElseThrow().getLine()))
                    .isEqualTo("  listOrders:");
        });
    }

    private static String line(File file, int number) {
        try {
            return Files.readAllLines(file.toPath()).get(number - 1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void cases_have_tags_for_control_check_family_and_severity() {
        assertThat(find(discover(selectClass(StageAudit.class)), CASE).getTags())
                .extracting(TestTag::getName)
                .containsExactlyInAnyOrder("credentials-are-checked", "stage.wrong-credential", "stage", "high");
    }

    @Test
    void a_filter_of_tags_leaves_the_cases_that_have_them() {
        var launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new PosternTestEngine())
                .build());
        var plan = launcher.discover(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(StageAudit.class))
                .filters(includeTags("credentials-are-checked & critical"))
                .build());

        assertThat(plan.countTestIdentifiers(TestIdentifier::isTest)).isEqualTo(2);
    }

    @Test
    void all_mistakes_in_a_target_file_are_told_at_once_at_their_places() throws IOException {
        var file = Files.writeString(folder.resolve("wrong.yaml"), """
                target: stage
                baseUrl: ftp://localhost
                schemes:
                  tokens:
                    type: bearer-opaque
                identities:
                  alice:
                    shceme: tokens
                    obtain:
                      token: x
                operations:
                  listOrders:
                    call: GET orders
                """);

        var found = discover(selectFile(file.toFile()));

        assertThat(found.getEngineDescriptor().getChildren()).isEmpty();
        assertThat(found.getDiscoveryIssues())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(issue -> {
                    assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.ERROR);
                    assertThat(issue.cause()).isEmpty();
                    assertThat(issue.message()).startsWith(file.toString()).doesNotContain("\tat ", "Exception");
                })
                .anySatisfy(issue -> {
                    assertThat(issue.message()).contains("shceme", "did you mean \"scheme\"?");
                    var source = (FileSource) issue.source().orElseThrow();
                    assertThat(source.getFile()).isEqualTo(file.toFile());
                    assertThat(source.getPosition().orElseThrow().getLine()).isEqualTo(8);
                    assertThat(source.getPosition().orElseThrow().getColumn()).hasValue(5);
                });
    }

    @Test
    void what_can_be_used_but_is_doubtful_is_told_as_a_warning() throws IOException {
        var file = Files.writeString(folder.resolve("doubtful.yaml"), """
                target: stage
                baseUrl: http://localhost:1
                schemes:
                  tokens:
                    type: bearer-opaque
                identities:
                  alice:
                    scheme: tokens
                    obtain:
                      token: written-in-plain-0123456789
                operations:
                  listOrders:
                    call: GET /orders
                    requires: {scheme: tokens}
                """);

        var found = discover(selectFile(file.toFile()));

        assertThat(found.getEngineDescriptor().getChildren()).hasSize(1);
        assertThat(found.getDiscoveryIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.WARNING);
            assertThat(issue.message()).contains("doubtful.yaml:10:").doesNotContain("written-in-plain");
        });
    }

    @Test
    void mistakes_in_target_file_and_checklist_are_told_in_one_run() throws IOException {
        var target = Files.writeString(folder.resolve("wrong.yaml"), "target: stage\n");
        var checklist = Files.writeString(
                folder.resolve("list.yaml"),
                "checklist: list\ntitle: List\ncontrols: {a: {title: A, checks: [stage.no-credentail]}}\n");

        var issues = EngineTestKit.engine("postern")
                .configurationParameter(Options.CHECKLIST, checklist.toString())
                .selectors(selectFile(target.toFile()))
                .discover()
                .getDiscoveryIssues();

        assertThat(issues)
                .anyMatch(i -> i.message().contains("baseUrl"))
                .anyMatch(i -> i.message().contains("did you mean \"stage.no-credential\"?"));
    }

    @Test
    void a_file_that_is_nowhere_is_an_error_with_its_name() {
        assertThat(refused(discover(selectClass(LostFileAudit.class))))
                .isEqualTo("there is no \"no-such-file.yaml\" on the class path");
        assertThat(discover(selectClasspathResource("no-such-file.yaml")).getDiscoveryIssues())
                .singleElement()
                .satisfies(issue ->
                        assertThat(issue.source()).contains(ClasspathResourceSource.from("no-such-file.yaml")));
        assertThat(discover(selectFile(folder.resolve("none.yaml").toString())).getDiscoveryIssues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("none.yaml: the file does not exist"));
    }

    @Test
    void an_address_may_be_missing_only_where_a_class_starts_the_target() {
        assertThat(discover(selectClass(StageAudit.class)).getDiscoveryIssues()).isEmpty();
        assertThat(discover(selectClasspathResource("dev/postern/stage/stage-api.yaml"))
                        .getDiscoveryIssues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("has no \"baseUrl\""));
    }

    @Test
    void files_may_be_named_relative_to_the_module() {
        var found = discover(selectClass(ModuleFileAudit.class));

        assertThat(found.getDiscoveryIssues()).isEmpty();
        assertThat(leaves(found)).hasSize(8);
    }

    @Test
    void files_may_be_in_jars() throws IOException {
        var jar = folder.resolve("audits.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(out, "in-jar/api.yaml", """
                    target: jar
                    baseUrl: http://localhost:1
                    openapi: openapi.yaml
                    identities:
                      alice:
                        scheme: key
                        obtain: {key: "${env:STAGE_KEY:-key-0123456789}"}
                    """);
            put(out, "in-jar/openapi.yaml", """
                    openapi: 3.1.0
                    info: {title: Jar, version: '1'}
                    components:
                      securitySchemes:
                        key: {type: apiKey, in: header, name: X-Key}
                    paths:
                      /orders:
                        get:
                          operationId: listOrders
                          security: [{key: []}]
                    """);
            put(
                    out,
                    "in-jar/list.yaml",
                    Files.readString(Path.of("src/test/resources/dev/postern/checklists/stage.yaml")));
        }
        var before = Thread.currentThread().getContextClassLoader();
        try (var loader = new URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);

            var found = EngineTestKit.engine("postern")
                    .configurationParameter(Options.CHECKLIST, "classpath:in-jar/list.yaml")
                    .selectors(selectClasspathResource("in-jar/api.yaml"))
                    .discover();

            assertThat(found.getDiscoveryIssues()).isEmpty();
            assertThat(leaves(found))
                    .hasSize(5)
                    .first()
                    .asString()
                    .startsWith("[engine:postern]/[target-file:classpath%3Ain-jar%2Fapi.yaml]/[control:");
            assertThat(found.getEngineDescriptor().getDescendants())
                    .filteredOn(TestDescriptor::isTest)
                    .first()
                    .satisfies(leaf -> {
                        var source = (ClasspathResourceSource) leaf.getSource().orElseThrow();
                        assertThat(source.getClasspathResourceName()).isEqualTo("in-jar/openapi.yaml");
                        assertThat(source.getPosition()).isPresent();
                    });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void a_check_that_cannot_be_made_is_an_error_in_words() throws IOException {
        var services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.postern.api.check.SecurityCheck"), "no.such.Check\n");
        var before = Thread.currentThread().getContextClassLoader();
        try (var loader = new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThat(refused(discover(selectClass(StageAudit.class))))
                    .startsWith("a check on the class path cannot be used: ")
                    .contains("no.such.Check");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String refused(EngineDiscoveryResults found) {
        assertThat(found.getDiscoveryIssues()).isEmpty();
        var audit = found.getEngineDescriptor().getChildren().iterator().next();
        assertThat(audit.getSource().orElseThrow()).isInstanceOf(ClassSource.class);
        return ((RefusedAuditDescriptor) audit).words();
    }

    private static void put(JarOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.closeEntry();
    }
}

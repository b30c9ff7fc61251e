package dev.postern.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.includeTags;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.CredentialOf;
import dev.postern.api.junit.TargetUnderTest;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What a class can say, and what is told of one that says something wrong. */
class AuditClassTest {

    private static final String STAGE = "src/test/resources/dev/postern/stage/";
    private static final String OTHER = STAGE + "other-api.yaml";

    @TempDir
    private Path folder;

    private static EngineDiscoveryResults discover(Map<String, String> parameters, DiscoverySelector... selectors) {
        var kit = EngineTestKit.engine("postern").selectors(selectors);
        parameters.forEach(kit::configurationParameter);
        return kit.discover();
    }

    private static EngineDiscoveryResults discover(Class<?> type) {
        return discover(Map.of(), selectClass(type));
    }

    private static List<String> leaves(EngineDiscoveryResults found) {
        return found.getEngineDescriptor().getDescendants().stream()
                .filter(TestDescriptor::isTest)
                .map(d -> d.getUniqueId().toString())
                .toList();
    }

    /** What the only, refused audit says is wrong; the discovery itself must have no error, which would end the module. */
    private static String mistakes(EngineDiscoveryResults found) {
        assertThat(found.getDiscoveryIssues()).noneMatch(i -> i.severity() == DiscoveryIssue.Severity.ERROR);
        assertThat(leaves(found)).hasSize(1);
        return ((RefusedAuditDescriptor)
                        found.getEngineDescriptor().getChildren().iterator().next())
                .words();
    }

    @Audit(
            target = {OTHER, "classpath:dev/postern/stage/stage-api.yaml"},
            checklist = "stage")
    static final class TwoTargets {
        private TwoTargets() {}

        @TargetUnderTest
        static URI start() {
            return URI.create("http://localhost:1");
        }
    }

    @Test
    void each_of_several_target_files_is_an_audit_below_the_class() {
        var found = discover(TwoTargets.class);
        var type = found.getEngineDescriptor().getChildren().iterator().next();

        assertThat(found.getDiscoveryIssues()).isEmpty();
        assertThat(type.getDisplayName()).isEqualTo(TwoTargets.class.getName());
        assertThat(type.getChildren())
                .extracting(TestDescriptor::getDisplayName)
                .containsExactly("other-api", "stage-api");
        assertThat(type.getChildren())
                .extracting(d -> d.getUniqueId().getLastSegment())
                .allMatch(segment -> segment.getType().equals("target"))
                .extracting(segment -> segment.getValue())
                .containsExactly(OTHER, "classpath:dev/postern/stage/stage-api.yaml");
        assertThat(leaves(found)).hasSize(16);
        assertThat(type.getDescendants())
                .filteredOn(TestDescriptor::isTest)
                .extracting(TestDescriptor::getLegacyReportingName)
                .contains("other-api · stage.no-store · GET /orders · alice", "stage-api · Backups are encrypted");
    }

    @Test
    void one_case_of_one_of_several_target_files_is_found_by_its_unique_id() {
        var leaf = leaves(discover(TwoTargets.class)).get(9);

        assertThat(leaves(discover(Map.of(), selectUniqueId(leaf)))).containsExactly(leaf);
    }

    @Test
    void target_files_of_one_name_are_told_apart_by_their_folders() {
        assertThat(AuditDefinition.labels(List.of("a/orders.yaml", "classpath:b/orders.yaml")))
                .containsExactly(
                        Map.entry("a/orders.yaml", "a-orders"),
                        Map.entry("classpath:b/orders.yaml", "classpath-b-orders"));
        assertThat(AuditDefinition.labels(List.of("a/orders.yaml", "a/stock.YML"))
                        .values())
                .containsExactly("orders", "stock");
        assertThat(AuditDefinition.labels(List.of("a/orders.yaml")).values()).containsExactly("");
    }

    @Test
    void parameters_point_every_class_at_another_target_checklist_or_address() throws IOException {
        var list = Files.writeString(
                folder.resolve("list.yaml"),
                "checklist: list\ntitle: List\ncontrols: {a: {title: A, checks: [stage.no-store]}}\n");
        var found = discover(
                Map.of(
                        Options.TARGET, "classpath:dev/postern/stage/stage-api.yaml",
                        Options.CHECKLIST, list.toString(),
                        Options.BASE_URL, "http://localhost:4711/api"),
                selectClass(TwoTargets.class));

        assertThat(found.getDiscoveryIssues()).isEmpty();
        assertThat(found.getEngineDescriptor().getChildren()).singleElement().satisfies(audit -> {
            var target = ((AuditDescriptor) audit).plan().target();
            assertThat(target.name()).isEqualTo("stage-api");
            assertThat(target.baseUrl()).hasToString("http://localhost:4711/api");
        });
        assertThat(leaves(found)).singleElement().asString().contains("[control:a]/[check:stage.no-store]");
    }

    @Audit(
            target = OTHER,
            checklist = {"stage", "classpath:dev/postern/stage/more.yaml"},
            checks = {"stage.no-store", "stage.intr*"})
    @Tag("slow")
    @Tag("nightly")
    static final class Choosy {
        private Choosy() {}
    }

    @Test
    void several_checklists_are_read_as_one_and_a_class_chooses_its_checks() {
        var found = discover(Choosy.class);
        var audit = (AuditDescriptor)
                found.getEngineDescriptor().getChildren().iterator().next();

        assertThat(audit.plan().checklist().id()).isEqualTo("stage+more");
        assertThat(audit.plan().checklist().title()).isEqualTo("What the stage must do; More");
        assertThat(audit.plan().controls())
                .extracting(c -> c.control().id())
                .containsExactly("answers-are-not-stored", "others-are-refused");
        assertThat(leaves(discover(Map.of(Options.ONLY, "stage.no-credential"), selectClass(Choosy.class))))
                .isNotEmpty()
                .allMatch(id -> id.contains("stage.no-credential"));
    }

    @Test
    void checklists_that_contradict_each_other_are_an_error() throws IOException {
        var first = Files.writeString(
                folder.resolve("first.yaml"),
                "checklist: first\ntitle: First\ncontrols: {a: {title: A, checks: [stage.no-store]}}\n");
        var second = Files.writeString(
                folder.resolve("second.yaml"),
                "checklist: second\ntitle: Second\ncontrols: {a: {title: Other, checks: [stage.no-store]}}\n");

        assertThat(mistakes(discover(
                        Map.of(Options.CHECKLIST, first + "," + second, Options.ONLY, "stage.*"),
                        selectClass(Choosy.class))))
                .contains("second: the control \"a\" differs from that of \"first\"");
    }

    @Test
    void tags_of_the_class_are_tags_of_its_cases() {
        assertThat(discover(Choosy.class).getEngineDescriptor().getDescendants())
                .filteredOn(TestDescriptor::isTest)
                .allSatisfy(leaf ->
                        assertThat(leaf.getTags()).extracting(TestTag::getName).contains("slow", "nightly", "stage"));
        var launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new PosternTestEngine())
                .build());
        var plan = launcher.discover(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Choosy.class), selectClass(TwoTargets.class))
                .filters(includeTags("nightly & low"))
                .build());

        assertThat(plan.countTestIdentifiers(TestIdentifier::isTest)).isEqualTo(1);
    }

    @Audit(target = OTHER, checklist = "stage", checks = "stage.no-sotre")
    static final class SlipOfThePen {
        private SlipOfThePen() {}
    }

    @Test
    void a_check_that_there_is_not_is_an_error_that_names_who_asked_for_it() {
        assertThat(mistakes(discover(SlipOfThePen.class)))
                .isEqualTo("@Audit(checks): no check has the id \"stage.no-sotre\"\n"
                        + "   did you mean \"stage.no-store\"?");
        assertThat(mistakes(discover(Map.of(Options.ONLY, "x.*"), selectClass(SlipOfThePen.class))))
                .startsWith("postern.only: no check has the id \"x.*\"");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Audit(target = OTHER, checklist = "stage")
    @interface OrdersAudit {}

    @OrdersAudit
    static final class Composed {
        private Composed() {}
    }

    @Test
    void an_annotation_that_carries_the_annotation_makes_audits_and_is_none() {
        assertThat(leaves(discover(Composed.class))).hasSize(8);
        assertThat(leaves(discover(OrdersAudit.class))).isEmpty();
    }

    @Audit(
            target = {},
            checklist = "stage")
    static final class Targetless {
        private Targetless() {}
    }

    @Test
    void a_class_with_a_mistake_is_a_test_that_fails_and_the_others_run() {
        var results = EngineTestKit.engine("postern")
                .configurationParameter(Options.OUTPUT, folder.toString())
                .configurationParameter(Options.BASE_URL, "http://localhost:1")
                .selectors(selectClass(Targetless.class), selectClass(Composed.class))
                .execute();

        results.containerEvents().assertStatistics(s -> s.failed(0));
        results.testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("start"),
                                finishedWithFailure(
                                        instanceOf(AuditFailure.class),
                                        message("@Audit of " + Targetless.class.getName() + " names no target file"))));
        assertThat(results.testEvents().failed().count()).isGreaterThan(1);
    }

    @Test
    void a_class_without_target_file_is_an_error() {
        assertThat(mistakes(discover(Targetless.class)))
                .isEqualTo("@Audit of " + Targetless.class.getName() + " names no target file");
    }

    @Audit(target = OTHER, checklist = "stage")
    static final class WrongMethods {
        @TargetUnderTest
        URI start() {
            return URI.create("http://localhost:1");
        }

        @TargetUnderTest
        static String startAgain(int port) {
            return "http://localhost:" + port;
        }

        @CredentialOf("alice")
        static int alice() {
            return 17;
        }

        @CredentialOf("alice")
        static String alice(String name) {
            return name;
        }
    }

    @Test
    void all_that_is_wrong_with_methods_is_told_at_once() {
        var found = discover(WrongMethods.class);

        assertThat(mistakes(found).lines())
                .containsExactlyInAnyOrder(
                        "@TargetUnderTest WrongMethods.start() must be static: an audit makes no instance of its class",
                        "@TargetUnderTest WrongMethods.startAgain() must have no parameter",
                        "@TargetUnderTest WrongMethods." + second(found, "start", "startAgain")
                                + "() is the second one of " + WrongMethods.class.getName()
                                + ": keep one, which starts all that is needed",
                        "@CredentialOf(\"alice\") WrongMethods.alice() must return String, not int",
                        "@CredentialOf(\"alice\") WrongMethods.alice() must have no parameter, or one of type URI",
                        "@CredentialOf(\"alice\") WrongMethods.alice() is the second one for that identity: keep one");
    }

    /** Reflection gives methods in an order of its own. */
    private static String second(EngineDiscoveryResults found, String one, String other) {
        return mistakes(found).contains("." + one + "() is the second") ? one : other;
    }

    @Audit(target = OTHER, checklist = "stage")
    static final class Stranger {
        private Stranger() {}

        @CredentialOf("alcie")
        static String token() {
            return "token";
        }
    }

    @Test
    void code_that_gives_the_credential_of_nobody_is_an_error() {
        assertThat(mistakes(discover(Stranger.class)))
                .isEqualTo("@CredentialOf(\"alcie\") Stranger.token() gives the credential of an identity that the"
                        + " target file does not have\n   did you mean \"alice\"? known identities: alice");
    }

    @Test
    void a_wrong_value_fails_each_class_and_an_unknown_name_is_a_warning() {
        var wrong = discover(Map.of(Options.PARALLELISM, "0"), selectClass(Choosy.class), selectClass(Composed.class));
        assertThat(wrong.getDiscoveryIssues()).isEmpty();
        assertThat(wrong.getEngineDescriptor().getChildren())
                .hasSize(2)
                .extracting(audit -> ((RefusedAuditDescriptor) audit).words())
                .containsOnly("postern.parallelism=0: write a number from 1 to 9999");

        var found = discover(Map.of("postern.onyl", "x"), selectClass(Choosy.class), selectClass(Composed.class));
        assertThat(found.getEngineDescriptor().getChildren()).hasSize(2);
        assertThat(found.getDiscoveryIssues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(DiscoveryIssue.Severity.WARNING);
            assertThat(issue.message()).contains("postern.onyl", "did you mean \"postern.only\"?");
        });
        assertThat(discover(Map.of(Options.PARALLELISM, "0")).getDiscoveryIssues())
                .isEmpty();
    }

    @Test
    void the_environment_is_asked_where_no_parameter_says_so() {
        var engine = new PosternTestEngine(Map.of("POSTERN_ONLY", "stage.no-credential")::get);

        var found = EngineTestKit.engine(engine)
                .selectors(selectClass(Choosy.class))
                .discover();

        assertThat(leaves(found)).isNotEmpty().allMatch(id -> id.contains("stage.no-credential"));
    }
}

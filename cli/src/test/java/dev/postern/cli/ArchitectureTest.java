package dev.postern.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way dependencies point, and what the rooms of the house are called. */
@AnalyzeClasses(packages = "dev.postern", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_api_stands_alone =
            room("api").because("what a check's author imports must not drag the engine in");

    @ArchTest
    static final ArchRule forge_stands_alone = room("forge").because("it makes tokens, and knows of no audit");

    @ArchTest
    static final ArchRule checks_know_the_api_and_the_forge =
            room("checks", "api", "forge").because("a check of Postern's own can do no more than one of a user's");

    @ArchTest
    static final ArchRule reporters_know_the_api =
            room("reporters", "api").because("the engine tells listeners, and knows no report");

    @ArchTest
    static final ArchRule no_reporter_knows_another = slices().matching("dev.postern.reporters.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.postern.reporters.summary.."))
            .because("each can be left out; what they have in common is the summary");

    @ArchTest
    static final ArchRule samples_stand_alone =
            room("samples").because("a target that shared code with its auditor would share its mistakes");

    @ArchTest
    static final ArchRule the_oracle_knows_the_api =
            room("oracle", "api").because("it judges answers, and sends nothing");

    @ArchTest
    static final ArchRule the_door_knows_the_api = room("http", "api").because("no link knows who is calling");

    @ArchTest
    static final ArchRule the_listener_knows_the_api =
            room("listener", "api").because("it shows who came, and not what that means");

    @ArchTest
    static final ArchRule redaction_knows_the_api =
            room("redaction", "api").because("it sees what was sent, and not who sent it");

    @ArchTest
    static final ArchRule the_gate_knows_the_api = room("gate", "api", "yaml")
            .because("it judges verdicts, however they came, and reads what people know and accept");

    @ArchTest
    static final ArchRule the_journal_knows_the_api = room("journal", "api").because("it writes results, and no more");

    @ArchTest
    static final ArchRule the_plan_knows_the_api =
            room("plan", "api").because("a plan is made without a request, a file or JUnit");

    @ArchTest
    static final ArchRule yaml_knows_where_things_stand =
            room("yaml", "api.target").because("it reads trees with positions, and knows no key");

    @ArchTest
    static final ArchRule target_files_are_read_from_yaml =
            room("target", "api", "forge", "yaml").because("reading a target sends nothing and plans nothing");

    @ArchTest
    static final ArchRule a_draft_is_made_of_what_target_files_are_read_from =
            room("draft", "api", "target", "yaml").because("it is written, not run");

    @ArchTest
    static final ArchRule checklists_are_read_from_yaml =
            room("checklist", "api", "yaml").because("reading a checklist needs the ids of checks, and no check");

    @ArchTest
    static final ArchRule files_of_checks_are_read_from_yaml = room("checkfile", "api", "yaml")
            .because("a check that is written in YAML can do no more than one of a user's in Java");

    @ArchTest
    static final ArchRule a_run_knows_what_it_works_with = room(
                    "run", "api", "forge", "gate", "http", "journal", "listener", "oracle", "redaction")
            .because("it knows nothing of JUnit and nothing of files");

    @ArchTest
    static final ArchRule the_doctor_knows_what_a_run_has_seen =
            room("doctor", "api", "forge", "inspection", "run").because("it draws conclusions, and sends nothing");

    @ArchTest
    static final ArchRule an_inspection_knows_the_api_and_the_forge =
            room("inspection", "api", "forge").because("it reads one token, and sends nothing");

    @ArchTest
    static final ArchRule the_engine_knows_no_wire = noClasses()
            .that(resideInAPackage("dev.postern.engine.."))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.postern.http..", "dev.postern.oracle..", "dev.postern.redaction.."))
            .because("descriptors are dumb: they lay out the plan and have it run");

    @ArchTest
    static final ArchRule only_what_goes_on_with_an_audit_reads_its_journal = noClasses()
            .that(resideInAPackage("dev.postern.engine.."))
            .and()
            .haveNameNotMatching(".*\\.(RecordedAudit|Origins|ReportFolder)(\\$.*)?")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.postern.journal.."))
            .because("a plan does not hang on what an earlier run has left");

    @ArchTest
    static final ArchRule nothing_knows_the_command = noClasses()
            .that(not("dev.postern.cli.."))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.postern.cli.."))
            .because("it is one way to run an audit among several");

    @ArchTest
    static final ArchRule only_the_engine_and_the_api_s_annotations_know_junit = noClasses()
            .that(not("dev.postern.engine..", "dev.postern.api.junit..", "dev.postern.cli.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.junit.."))
            .because("JUnit is how an audit is started, not what it is");

    @ArchTest
    static final ArchRule rooms_have_no_circles = slices().matching("dev.postern.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each room can be read without the ones above it");

    @ArchTest
    static final ArchRule checks_do_not_go_round_the_door = noClasses()
            .that(resideInAnyPackage("dev.postern.checks..", "dev.postern.forge.."))
            .should()
            .dependOnClassesThat(DescribedPredicate.or(
                    JavaClass.Predicates.assignableTo(Socket.class),
                    JavaClass.Predicates.assignableTo(SocketChannel.class),
                    JavaClass.Predicates.assignableTo(URLConnection.class),
                    HasName.Predicates.name("io.restassured.RestAssured"),
                    resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.apache.http..")))
            .orShould()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(URL.class, "openConnection")
            .because("limits, recording and redaction are at the one door");

    @ArchTest
    static final ArchRule nobody_writes_to_the_console_but_who_is_there_for_it = noClasses()
            .that(not("dev.postern.cli..", "dev.postern.reporters.console.."))
            .should(ACCESS_STANDARD_STREAMS)
            .orShould(USE_JAVA_UTIL_LOGGING)
            .because("what an audit has to say, it says in its reports");

    @ArchTest
    static final ArchRule names_say_what_a_type_is = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveNameMatching(".*\\.Abstract\\w*Base")
            .because("a function without a home shows a missing type");

    /** What is in a package, and who may import it. */
    @Test
    void every_package_says_what_it_is_for() throws IOException {
        for (var module : List.of("engine", "checks", "reporters", "sample-targets", "cli")) {
            var sources = Path.of("..", module, "src", "main", "java");
            try (var files = Files.walk(sources)) {
                var packages = files.filter(f -> f.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .toList();
                assertThat(packages).as(module).isNotEmpty();
                assertThat(packages.stream().filter(p -> Files.notExists(p.resolve("package-info.java"))))
                        .as("packages of " + module + " without package-info.java")
                        .isEmpty();
            }
        }
    }

    /** A package that depends on these others of Postern and on no more. */
    private static ClassesShouldConjunction room(String name, String... others) {
        var admitted = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(n -> "dev.postern." + n + "..")
                .toArray(String[]::new);
        return classes()
                .that(resideInAPackage("dev.postern." + name + ".."))
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.or(not("dev.postern.."), resideInAnyPackage(admitted)));
    }

    private static DescribedPredicate<JavaClass> not(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }
}

package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A build must not be green because its audit did not run. */
class GateThatDoesNotRunIT {

    @Test
    void a_project_that_follows_the_readme_to_the_letter_has_a_gate_that_runs() {
        var project = fromReadme("readme-followed");

        var run = project.maven("verify");

        assertThat(run.output()).contains("Gate: ").doesNotContain("Tests run: 0,");
        assertThat(project.report("report.html")).isNotEmptyFile();
    }

    @Test
    void without_the_version_of_the_plug_in_the_build_fails_where_maven_takes_one_that_runs_no_audit() {
        var project = fromReadme("readme-without-version");
        var version = project.text("pom.xml")
                .lines()
                .dropWhile(line -> !line.contains("maven-surefire-plugin"))
                .filter(line -> line.contains("<version>"))
                .findFirst()
                .orElseThrow();
        project.edit("pom.xml", version, "");

        var run = project.maven("verify");

        var isRun = run.output().contains("Gate: ");
        assertThat(isRun || run.exit() != 0).as(run.output()).isTrue();
        if (!isRun) { // Maven before 3.9
            assertThat(run.output()).contains("No tests were executed!");
        }
    }

    @Test
    void surefire_2_22_is_told_what_to_do() {
        var project = fromReadme("surefire-2-22");
        var pinned = project.text("pom.xml");
        project.write(
                "pom.xml", pinned.replaceFirst("(maven-surefire-plugin</artifactId>\\s*<version>)[^<]*", "$12.22.2"));

        var run = project.maven("verify");

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("Use version 3.0.0 or newer of maven-surefire-plugin");
    }

    @Test
    void a_mistake_in_the_target_file_is_one_failing_test_beside_the_others() {
        try (var api = OrdersApi.sound()) {
            var project = api.project("mistake")
                    .edit("src/test/resources/orders-api.yaml", "tenant: path.tenant", "tenent: path.tenant");

            var run = project.maven("verify");

            assertThat(run.exit()).isNotZero();
            assertThat(run.output())
                    .contains(
                            "src/test/resources/orders-api.yaml:", "unknown key \"tenent\"", "did you mean \"tenant\"?")
                    .doesNotContain("test-classes/orders-api.yaml", "\tat ");
            assertThat(TestReport.of(project, "target/failsafe-reports/TEST-orders.OrdersApiIT.xml")
                            .with("failure"))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.message()).contains("orders-api.yaml:"));
            assertThat(TestReport.of(project, "target/failsafe-reports/TEST-orders.PlainIT.xml")
                            .passed())
                    .containsExactly("two_and_two");
        }
    }

    /** The project that a user has who copies the blocks of the README. */
    private static Consumer fromReadme(String as) {
        var project = Consumer.project("readme", as);
        for (var block : Readme.of(readme()).blocks()) {
            if (block.text().startsWith("<dependency>")) {
                project.edit("pom.xml", "<!-- the dependency of the README -->", block.text());
            } else if (block.text().startsWith("<plugin>")) {
                project.edit("pom.xml", "<!-- the plug-in of the README -->", block.text());
            } else if (block.text().contains("class OrdersApiSecurityTest")) {
                project.write("src/test/java/OrdersApiSecurityTest.java", block.text());
            } else if (block.text().startsWith("target: orders-api")) {
                project.write("src/test/resources/orders-api.yaml", block.text());
            }
        }
        return project.with("ALICE_SECRET", "6f1b0c9d2e7a4853").with("BOB_SECRET", "c04d8e5a91f7b326");
    }

    private static String readme() {
        try {
            return Files.readString(Path.of("..", "..", "README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

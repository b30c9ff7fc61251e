package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example {@code spring-boot-api}. */
class SpringBootApiIT {

    private static final String REPORT = "target/surefire-reports/TEST-com.example.orders.OrdersApiSecurityTest.xml";

    @Test
    void the_api_passes_and_fails_without_its_audience() {
        var project = Consumer.example("spring-boot-api");

        var sound = project.maven("verify");

        assertThat(sound.output()).contains("Gate: passed.", "BUILD SUCCESS");
        assertThat(TestReport.of(project, REPORT).passed())
                .anyMatch(name -> name.startsWith("jwt.wrong-audience · "))
                .anyMatch(name -> name.startsWith("scope.enforced · "))
                .anyMatch(name -> name.startsWith("tenant.isolated · "));

        var weak = project.edit("src/main/resources/application.yaml", "          audiences: orders\n", "")
                .maven("verify");

        assertThat(weak.exit()).isNotZero();
        assertThat(TestReport.of(project, REPORT).with("failure"))
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure.name()).startsWith("jwt.wrong-audience · "));
        assertThat(Readme.of(project).expectations())
                .singleElement()
                .satisfies(expected -> assertThat(weak.output()).containsPattern(expected));
    }

    @Test
    void spring_boot_3_needs_the_line_that_the_readme_names() {
        var project = Consumer.example("spring-boot-api")
                .edit("pom.xml", "<version>4.0.7</version>", "<version>3.5.7</version>")
                .edit("pom.xml", "spring-boot-starter-webmvc", "spring-boot-starter-web")
                .edit("pom.xml", "starter-security-oauth2-resource", "starter-oauth2-resource")
                .edit(
                        "pom.xml",
                        "<java.version>17</java.version>",
                        "<java.version>17</java.version>\n    <junit-jupiter.version>5.14.4</junit-jupiter.version>");

        var run = project.maven("verify");

        assertThat(project.text("README.md")).contains("<junit-jupiter.version>5.14.4</junit-jupiter.version>");
        assertThat(run.output()).contains("Gate: passed.", "BUILD SUCCESS");
    }
}

package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects have the JUnit and the JDK that they have. */
class JUnitAndJdkIT {

    @ParameterizedTest(name = "JUnit {0} on JDK {1}")
    @CsvSource({"5.14.4, 17", "5.14.4, 25", "6.1.3, 17", "6.1.3, 25"})
    void an_audit_runs_beside_jupiter(String junit, int feature) {
        var jdk = Jdk.of(feature);
        assumeTrue(jdk.isPresent(), () -> "there is no JDK " + feature + " beside the running one, nor in JAVA_HOME_…");
        try (var api = OrdersApi.sound()) {
            var project = api.project("junit-" + junit + "-jdk-" + feature).with(jdk.orElseThrow());

            var run = project.maven("verify", "-Djunit.version=" + junit);

            assertThat(run.output()).contains("Gate: passed.", "BUILD SUCCESS");
            assertThat(run.exit()).isZero();
            assertThat(TestReport.of(project, "target/failsafe-reports/TEST-orders.OrdersApiIT.xml")
                            .passed())
                    .contains("tenant.isolated · GET /tenants/{tenant}/orders · bob (granted: alice)")
                    .hasSizeGreaterThan(5);
            assertThat(TestReport.of(project, "target/failsafe-reports/TEST-orders.PlainIT.xml")
                            .passed())
                    .containsExactly("two_and_two");
            assertThat(project.report("report.html")).isNotEmptyFile();
        }
    }

    @Test
    void a_project_whose_parent_has_an_old_junit_is_told_what_to_do() {
        try (var api = OrdersApi.sound()) {
            var run = api.project("junit-too-old").maven("verify", "-Djunit.version=5.12.2");

            assertThat(run.exit()).isNotZero();
            assertThat(run.output())
                    .contains(
                            "Postern needs JUnit 5.13 or newer (JUnit Platform 1.13); this project has JUnit Platform 1.12.2.",
                            "<junit-jupiter.version>5.14.4</junit-jupiter.version>")
                    .doesNotContain("NoSuchMethodError", "\tat ");
        }
    }
}

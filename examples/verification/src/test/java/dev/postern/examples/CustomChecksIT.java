package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example {@code custom-checks}. */
class CustomChecksIT {

    private static final String ORDERS = "service-a/target/surefire-reports/TEST-com.example.a.OrdersSecurityTest.xml";
    private static final String INVOICES =
            "service-b/target/surefire-reports/TEST-com.example.b.InvoicesSecurityTest.xml";

    @Test
    void checks_of_the_team_in_java_and_in_yaml_pass_and_fail_beside_the_others() {
        var project = Consumer.example("custom-checks");

        var sound = project.maven("verify");

        assertThat(sound.output()).contains("BUILD SUCCESS");
        assertThat(TestReport.of(project, ORDERS).passed())
                .contains(
                        "team.guest-credential · GET /orders · shop",
                        "team.debug-header · GET /orders · shop",
                        "team.answers-not-kept · GET /orders · shop",
                        "auth.missing-credential · GET /orders · shop");

        var weak = project.edit(
                        "service-b/src/main/java/com/example/b/InvoicesService.java",
                        "            exchange.getResponseHeaders().set(\"Cache-Control\", \"no-store\");\n",
                        "")
                .edit("service-a/src/main/java/com/example/a/OrdersService.java", "= key.equals(", "= guest(key, ")
                .edit(
                        "service-a/src/main/java/com/example/a/OrdersService.java",
                        "    private OrdersService() {}\n",
                        """
                            private OrdersService() {}

                            private static boolean guest(String key, String sent) {
                                return key.equals(sent) || "guest-0000-0000-0000".equals(sent);
                            }
                        """)
                .maven("verify", "--fail-at-end");

        assertThat(weak.exit()).isNotZero();
        assertThat(TestReport.of(project, ORDERS).with("failure"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .startsWith("FAIL team.guest-credential on GET /orders · shop (high);")
                        .contains("  mend:   Delete the credentials, and have the script ask for one."));
        assertThat(TestReport.of(project, INVOICES).with("failure"))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.name()).isEqualTo("team.answers-not-kept · GET /invoices · bookkeeper"));
        assertThat(Readme.of(project).expectations())
                .singleElement()
                .satisfies(expected -> assertThat(weak.output()).containsPattern(expected));
    }
}

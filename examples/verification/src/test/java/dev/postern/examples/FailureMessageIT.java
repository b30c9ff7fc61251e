package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a developer sees of one finding in the log of a build, and what can be done with it. */
class FailureMessageIT {

    private static final int MOST_LINES = 17;
    private static final Pattern SET = Pattern.compile("(?m)^  set:    (\\w+)=");
    private static final String CASE = "tenant.isolated · GET /tenants/{tenant}/orders · bob (granted: alice)";

    @Test
    void one_finding_takes_fifteen_lines_at_most_and_they_suffice_to_repeat_it() {
        try (var api = OrdersApi.thatLetsBobIn()) {
            var project = api.project("finding");

            var run = project.maven("verify", "-Dit.test=OrdersApiIT");

            assertThat(run.exit()).isNotZero();
            assertThat(run.output()).contains("Tests run: ", "Failures: 1", "BUILD FAILURE");
            var told = aboutTheFinding(run);
            assertThat(told).hasSizeLessThanOrEqualTo(MOST_LINES);
            assertThat(told).anyMatch(line -> line.contains(CASE) && line.endsWith("<<< FAILURE!"));
            assertThat(told)
                    .contains(
                            "FAIL tenant.isolated on GET /tenants/{tenant}/orders · bob (granted: alice) (critical);"
                                    + " the control does not hold: A caller reaches the data of its own tenant only",
                            "  sent:   GET " + api.url()
                                    + "/tenants/a/orders: the request of alice with the credential of"
                                    + " bob");
            var set = SET.matcher(String.join("\n", told));
            assertThat(set.find()).as("%s", told).isTrue();
            assertThat(told).anyMatch(line -> line.startsWith("  back:   200 "));
            assertThat(told).anyMatch(line -> line.startsWith("  why:    That one customer's data never shows"));

            var curl = told.stream()
                    .filter(line -> line.startsWith("  repeat: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("  repeat: ".length());
            var repeated = project.with(set.group(1), OrdersApi.BOB_KEY).shell(curl);
            assertThat(repeated.output()).contains(" 200 ").contains("a-1001");
            assertThat(project.with(set.group(1), "another").shell(curl).output())
                    .contains(" 401 ");
            assertThat(run.output()).doesNotContain(OrdersApi.BOB_KEY, OrdersApi.ALICE_KEY);

            assertThat(TestReport.of(project, "target/failsafe-reports/TEST-orders.OrdersApiIT.xml")
                            .with("failure"))
                    .singleElement()
                    .satisfies(failure -> {
                        assertThat(failure.className()).isEqualTo("orders.OrdersApiIT");
                        assertThat(failure.name()).isEqualTo(CASE);
                        assertThat(failure.message())
                                .startsWith("FAIL tenant.isolated")
                                .contains("  repeat: curl");
                    });
        }
    }

    /** Lines that name it, and the indented ones below them; of the summary what speaks of failed cases and controls. */
    private static List<String> aboutTheFinding(Consumer.Run run) {
        var about = Pattern.compile("tenant\\.isolated|FAIL\\b|\\bcases? failed|  (sent|back|set|repeat|why|mend): ");
        return run.lines().stream()
                .filter(line -> about.matcher(line).find())
                .filter(line -> !line.contains("BUILD FAILURE") && !line.contains("Gate: FAILED"))
                .toList();
    }
}

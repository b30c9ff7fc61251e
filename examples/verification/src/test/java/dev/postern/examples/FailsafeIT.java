package dev.postern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What Failsafe and Surefire can be told, and what Postern makes of it. */
class FailsafeIT {

    private static final String AUDIT = "target/failsafe-reports/TEST-orders.OrdersApiIT.xml";
    private static final String PLAIN = "target/failsafe-reports/TEST-orders.PlainIT.xml";
    private static final String TENANTS = "-Dpostern.only=tenant.*";

    @Test
    void a_class_and_a_tag_choose_what_runs() {
        try (var api = OrdersApi.sound()) {
            var project = api.project("chosen");

            var run = project.maven("verify", "-Dit.test=OrdersApiIT", "-Dgroups=tenant.isolated");

            assertThat(run.exit()).isZero();
            assertThat(TestReport.of(project, AUDIT).cases()).hasSize(2).allSatisfy(chosen -> {
                assertThat(chosen.className()).isEqualTo("orders.OrdersApiIT");
                assertThat(chosen.name()).startsWith("tenant.isolated · GET /tenants/{tenant}/orders · ");
            });
            assertThat(project.file(PLAIN)).doesNotExist();
        }
    }

    @Test
    void a_case_that_fails_is_run_again_alone_where_the_build_asks_for_it() {
        var isFirst = new AtomicBoolean(true);
        var isSecond = new AtomicBoolean(true);
        // granted twice, as a finding is claimed only when it happens twice
        try (var api = OrdersApi.thatGrants((key, tenant) -> OrdersApi.isOwn(key, tenant)
                || (key.equals(OrdersApi.BOB_KEY) && (isFirst.getAndSet(false) || isSecond.getAndSet(false))))) {
            var project = api.project("rerun");

            var run = project.maven("verify", TENANTS, "-Dfailsafe.rerunFailingTestsCount=1");

            assertThat(run.output()).contains("Flakes: 1", "BUILD SUCCESS");
            assertThat(run.exit()).isZero();
            assertThat(TestReport.of(project, AUDIT).with("flakyFailure"))
                    .singleElement()
                    .satisfies(flake -> assertThat(flake.message()).startsWith("FAIL tenant.isolated on"));
        }
    }

    @Test
    void forks_and_settings_for_other_providers_change_nothing() {
        try (var api = OrdersApi.sound()) {
            var project = api.project("forks");

            var run = project.maven(
                    "verify", TENANTS, "-DforkCount=2", "-DreuseForks=false", "-Dparallel=classes", "-DthreadCount=2");

            assertThat(run.exit()).isZero();
            assertThat(TestReport.of(project, AUDIT).passed()).hasSizeGreaterThan(1);
            assertThat(TestReport.of(project, PLAIN).passed()).containsExactly("two_and_two");
        }
    }

    @Test
    void the_engine_can_be_chosen_by_its_name() {
        try (var api = OrdersApi.sound()) {
            var project = api.project("engine")
                    .edit(
                            "pom.xml",
                            "<artifactId>maven-failsafe-plugin</artifactId>",
                            "<artifactId>maven-failsafe-plugin</artifactId>\n        <configuration>"
                                    + "<includeJUnit5Engines><engine>postern</engine></includeJUnit5Engines></configuration>");

            var run = project.maven("verify", TENANTS);

            assertThat(run.exit()).isZero();
            assertThat(TestReport.of(project, AUDIT).passed()).hasSizeGreaterThan(1);
            assertThat(project.file(PLAIN)).doesNotExist();
        }
    }

    @Test
    void a_build_that_is_killed_leaves_every_verdict_that_was_reached() throws IOException {
        try (var api = OrdersApi.slow(Duration.ofMillis(600))) {
            var project =
                    api.project("killed").edit("src/test/resources/orders-api.yaml", "rate: 1000", "concurrency: 1");

            var run = project.maven("verify", "-Dfailsafe.timeout=12", "-Dit.test=OrdersApiIT");

            assertThat(run.exit()).isNotZero();
            assertThat(run.output()).contains("There was a timeout");
            var events = new ArrayList<String>();
            for (var line : Files.readAllLines(project.report("journal.jsonl"))) {
                events.add(new ObjectMapper().readTree(line).path("event").asText());
            }
            assertThat(events).startsWith("started").contains("case").doesNotContain("finished");
        }
    }

    @Test
    void an_audit_without_a_case_fails_in_a_sentence() {
        try (var api = OrdersApi.sound()) {
            var project = api.project("no-case")
                    .edit(
                            "src/test/java/orders/OrdersApiIT.java",
                            "classpath:orders-api.yaml\"",
                            "classpath:orders-api.yaml\", checklist = \"classpath:none.yaml\"")
                    .write(
                            "src/test/resources/none.yaml",
                            "checklist: none\ntitle: None\nextends: [api-authentication-essentials]\nomit: [\"*\"]\n");

            var run = project.maven("verify");

            assertThat(run.exit()).isNotZero();
            assertThat(run.output())
                    .contains("none.yaml:1:1: the checklist has no control left")
                    .doesNotContain("\tat dev.postern");
        }
    }
}

package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {

    private static final Pattern TOTAL =
            Pattern.compile("(\\d+) cases to run, (\\d+) that will not; at most about (\\d+) requests\\.");

    @TempDir
    private Path folder;

    @Test
    void a_plan_sends_nothing_needs_no_secret_and_says_why_a_case_will_not_run() throws Exception {
        try (var sample = Sample.hardened(folder)) {
            try (var secrets = Files.list(folder.resolve("secrets"))) {
                for (var secret : secrets.toList()) {
                    Files.delete(secret);
                }
            }

            var plan = CommandRun.of("plan", sample.targetFile().toString());

            assertThat(plan.status()).as(plan.err()).isEqualTo(Postern.PASSED);
            assertThat(sample.api().requestCount()).isZero();
            assertThat(plan.err()).isEmpty();
            assertThat(plan.out())
                    .contains(
                            "orders-api at " + sample.api().https(),
                            "  jwt.alg-none  ",
                            "    +  GET /me · alice, at most ",
                            "    -  DELETE /orders/{id} · scheme tokens: not applicable: Calling DELETE /orders/{id} may change something")
                    .containsPattern(TOTAL);
        }
    }

    @Test
    void a_plan_can_be_of_a_target_that_answers_elsewhere_and_of_several_checklists() throws Exception {
        try (var sample = Sample.hardened(folder)) {
            var rules = Files.writeString(
                    folder.resolve("rules.yaml"),
                    "checklist: ours\ntitle: Our rules\ncontrols: {ours: {title: Ours, checks: [jwt.alg-none]}}\n");

            var plan = CommandRun.of(
                    "plan",
                    sample.targetFile().toString(),
                    "--base-url",
                    "https://staging.example.test/api/",
                    "--checklist",
                    "api-authentication-essentials," + rules);

            assertThat(plan.status()).as(plan.err()).isEqualTo(Postern.PASSED);
            assertThat(plan.out())
                    .contains("orders-api at https://staging.example.test/api\n", "; Our rules\n", "\nOurs\n");
        }
    }

    @Test
    void a_budget_that_may_not_suffice_is_told_with_what_may_not_be_reached() {
        try (var sample =
                Sample.hardened(folder).edit(text -> text.replaceFirst("limits:\n", "limits:\n  requests: 500\n"))) {
            var plan = CommandRun.of("plan", sample.targetFile().toString());

            assertThat(plan.status()).as(plan.err()).isEqualTo(Postern.PASSED);
            assertThat(plan.err())
                    .contains("warning: ", " requests, and its budget is 500; grave checks come first, and ")
                    .contains(" cases may not be reached: those of ", "raise `limits: requests`, or choose checks");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "jwt.lifetime", "auth.missing-credential", "role.*", "apikey.invalid", "refresh.*,mfa.*"})
    void an_audit_sends_no_more_than_its_plan_says(String only) {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            var plan = CommandRun.of("plan", sample.targetFile().toString(), "--only", only);
            var total = TOTAL.matcher(plan.out());
            assertThat(total.find()).isTrue();

            var audit = sample.audit("--only", only);

            assertThat(audit.status()).as(audit.out()).isEqualTo(Postern.PASSED);
            assertThat(sample.file().requests()).isPositive().isLessThanOrEqualTo(Integer.parseInt(total.group(3)));
            // those that are no HTTP never get as far as the API
            assertThat(sample.api().requestCount())
                    .isLessThanOrEqualTo(sample.file().requests());
        }
    }

    @Test
    void what_is_dubious_in_a_target_file_is_told_by_plan_and_audit() {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            sample.edit(text -> text.replaceFirst("clientSecret: .*", "clientSecret: in-plain-text-here"));

            var plan = CommandRun.of("plan", sample.targetFile().toString(), "--only", "basic.*");
            var audit = sample.audit("--only", "basic.*");

            var warning = "warning: " + sample.targetFile() + ":";
            assertThat(plan.err())
                    .contains(warning, "is a secret in plain text")
                    .doesNotContain("in-plain-text-here");
            assertThat(audit.err()).isEqualTo(plan.err());
        }
    }
}

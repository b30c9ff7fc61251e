package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.samples.Weakness;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command against the sample API: what is sound passes, what is weak fails where it is weak. */
class OrdersApiAuditTest {

    @TempDir
    private Path folder;

    @Test
    void a_hardened_api_passes_with_the_same_verdicts_each_time_and_however_many_cases_run_at_once() {
        try (var sample = Sample.hardened(folder).withoutLimit()) {
            var first = sample.audit("--parallelism", "1");
            var one = sample.file();
            var second = sample.audit("--parallelism", "8");
            var eight = sample.file();

            assertThat(first.status()).as(first.out()).isEqualTo(Postern.PASSED);
            assertThat(second.status()).as(second.out()).isEqualTo(Postern.PASSED);
            assertThat(one.checksWith("fail")).isEmpty();
            assertThat(one.checksWith("inconclusive")).isEmpty();
            assertThat(one.controlsThatClaimTooMuch()).isEmpty();
            assertThat(one.checksWith("pass"))
                    .contains(
                            "auth.missing-credential",
                            "jwt.alg-none",
                            "jwt.expired",
                            "tenant.isolated",
                            "apikey.invalid",
                            "basic.wrong-password",
                            "refresh.replayed",
                            "mfa.required");
            assertThat(eight.verdicts()).isEqualTo(one.verdicts());
            assertThat(eight.fingerprints()).isEqualTo(one.fingerprints());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Weakness.class,
            names = {"CREDENTIAL_OPTIONAL", "API_KEY_BY_ID_ONLY", "ROLE_FROM_HEADER"})
    void a_weakness_fails_the_checks_that_are_about_it_and_no_others(Weakness weakness) {
        try (var sample = Sample.weakenedBy(folder, weakness).withoutLimit()) {
            var run = sample.audit();

            assertThat(run.status()).isEqualTo(Postern.FAILED);
            assertThat(sample.file().checksWith("fail"))
                    .contains(weakness.checkIds().get(0))
                    .isSubsetOf(weakness.checkIds());
            assertThat(run.out()).contains("Gate: FAILED.", weakness.checkIds().get(0));
        }
    }
}

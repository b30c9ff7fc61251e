package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.forge.TokenView;
import dev.postern.samples.Weakness;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern forge} and {@code postern replay}, on one audit of a weakened API. */
class ForgeAndReplayTest {

    private static final String UNSIGNED = "jwt.alg-none|listOrders|tokens|alice|";
    private static final String REPLAYED = "refresh.replayed|listOrders|tokens|erin|";

    @TempDir
    private static Path folder;

    private static Sample sample;
    private static String target;
    private static String reports;

    @BeforeAll
    static void audit() {
        sample = Sample.weakenedBy(folder, Weakness.ALG_NONE_HONOURED, Weakness.USED_REFRESH_TOKEN_WORKS)
                .withoutLimit();
        target = sample.targetFile().toString();
        sample.audit("--only", "jwt.alg-none,refresh.replayed,auth.missing-credential");
        reports = sample.reports().toString();
    }

    @AfterAll
    static void close() {
        sample.close();
    }

    @Test
    void the_token_of_an_attempt_is_all_that_is_printed() {
        var before = sample.api().requestCount();
        var run = CommandRun.of("forge", target, UNSIGNED, "alg none, signature removed");

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(TokenView.of(run.out().strip()).alg()).contains("none");
        assertThat(run.err()).contains("may be a working credential");
        assertThat(sample.api().requestCount() - before).isEqualTo(1); // the grant of a token
    }

    @Test
    void the_token_of_a_step_is_that_of_a_new_run() {
        var run = CommandRun.of("forge", target, REPLAYED, "The replay");

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.out().strip()).isNotEmpty();
        assertThat(sample.api().secrets()).contains(run.out().strip());
    }

    @Test
    void a_valid_credential_is_printed_as_it_stands_in_a_request() {
        var token = CommandRun.of("forge", target, "--identity", "alice").out().strip();

        assertThat(sample.api().secrets()).contains(token);
        assertThat(CommandRun.of("forge", target, "--identity", "lena").out()).matches("[A-Za-z0-9+/]+=*\\R");
    }

    @Test
    void a_refresh_token_is_printed_where_an_identity_has_one() {
        var token = CommandRun.of("forge", target, "--identity", "erin", "--refresh-token")
                .out()
                .strip();

        assertThat(token).isNotEmpty().doesNotContain(" ");
        assertThat(sample.api().secrets()).contains(token);
        assertThat(CommandRun.of("forge", target, "--identity", "lena", "--refresh-token"))
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(Postern.FAILED);
                    assertThat(run.err()).contains("\"lena\" has no refresh token");
                });
        assertThat(CommandRun.of("forge", target, UNSIGNED, "--refresh-token")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
            assertThat(run.err()).contains("--refresh-token needs --identity");
        });
    }

    @Test
    void what_there_is_not_is_told_with_what_is_near() {
        assertThat(CommandRun.of("forge", target, UNSIGNED, "alg none, signature remove"))
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
                    assertThat(run.err()).contains("did you mean \"alg none, signature removed\"?");
                });
        assertThat(CommandRun.of("forge", target, UNSIGNED).err()).contains("attempts: name one", "alg nOnE");
        assertThat(CommandRun.of("forge", target, "jwt.alg-none|listOrder|tokens|alice|", "x"))
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
                    assertThat(run.err()).contains("did you mean \"" + UNSIGNED + "\"?");
                });
        assertThat(CommandRun.of("forge", target, "--identity", "alic").err()).contains("\"alice\"");
        assertThat(CommandRun.of("forge", target).status()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(CommandRun.of("replay", reports, "nothing").status()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(CommandRun.of("replay", folder.resolve("absent").toString(), UNSIGNED)
                        .err())
                .contains("does not exist");
    }

    @Test
    void a_finding_is_still_granted_as_long_as_it_is() {
        var run = CommandRun.of("replay", reports, UNSIGNED);

        assertThat(run.status()).isEqualTo(Postern.FAILED);
        assertThat(run.out())
                .contains("before: FAIL", "now:    FAIL", "It is still granted", "alg none, signature removed")
                .doesNotContain("alg None"); // the one that decided, and no other
    }

    @Test
    void a_finding_is_found_by_its_fingerprint_and_by_each_file_of_the_audit() {
        var fingerprint = sample.file().cases("fail").stream()
                .filter(c -> c.id().equals(UNSIGNED))
                .findFirst()
                .orElseThrow()
                .fingerprint();

        assertThat(CommandRun.of(
                                "replay", sample.reports().resolve("audit.json").toString(), fingerprint)
                        .out())
                .contains("now:    FAIL");
        assertThat(CommandRun.of(
                                "replay",
                                sample.reports().resolve("journal.jsonl").toString(),
                                fingerprint)
                        .out())
                .contains("now:    FAIL");
        assertThat(CommandRun.of("replay", target, UNSIGNED, "alg nOnE, signature removed"))
                .satisfies(run -> {
                    assertThat(run.status()).isEqualTo(Postern.PASSED);
                    assertThat(run.out()).contains("It is refused now.").doesNotContain("before:");
                });
    }

    @Test
    void a_check_in_steps_runs_as_a_whole() {
        var run = CommandRun.of("replay", reports, REPLAYED);

        assertThat(run.status()).isEqualTo(Postern.FAILED);
        assertThat(run.out()).contains("The replay", "now:    FAIL");
    }

    @Test
    void a_finding_that_is_mended_is_refused_now() {
        try (var mended = Sample.hardened(folder.resolve("mended"))) {
            var run = CommandRun.of(
                    "replay",
                    reports,
                    UNSIGNED,
                    "--target",
                    mended.targetFile().toString(),
                    "--base-url",
                    mended.api().https().toString());

            assertThat(run.status()).isEqualTo(Postern.PASSED);
            assertThat(run.out()).contains("before: FAIL", "now:    PASS", "It is refused now.");
        }
    }

    @Test
    void neither_command_writes_a_secret_beside_what_was_asked_for() {
        var replay = CommandRun.of("replay", reports, UNSIGNED);
        var forge = CommandRun.of("forge", target, UNSIGNED, "alg none, signature removed");
        var search = new SecretSearch(sample.api().secrets());

        assertThat(search.in("replay", replay.out() + replay.err())).isEmpty();
        assertThat(search.in("forge", forge.err())).isEmpty();
    }
}

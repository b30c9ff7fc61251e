package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gate.GateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whoever makes a mistake is told where it is and what to write instead, in a few lines, before anything is done. */
class BadInputTest {

    private static final String TARGET = """
            target: small
            baseUrl: http://localhost:9
            schemes:
              tokens:
                type: bearer-opaque
            identities:
              alice:
                scheme: tokens
                scopes: [read]
                obtain:
                  token: ${env:POSTERN_TEST_TOKEN:-a-token-of-some-length}
            operations:
              list:
                call: GET /things
                requires:
                  scheme: tokens
                  scopes: [read]
            """;

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void writeTarget() throws IOException {
        target = Files.writeString(folder.resolve("small.yaml"), TARGET);
    }

    @Test
    void a_slip_in_a_key_of_the_target_file() throws IOException {
        edit(text -> text.replace("    scopes: [read]\n    obtain", "    scops: [read]\n    obtain"));

        for (var command : List.of("audit", "plan", "doctor")) {
            refused(command, target.toString()).contains(target + ":9:5: ", "\"scops\"", "did you mean \"scopes\"?");
        }
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once() throws IOException {
        edit(text -> text.replace("baseUrl: http", "baseUrl: ftp").replace("GET /things", "FETCH things"));

        refused("audit", target.toString()).contains(target + ":2:1: ", target + ":14:5: ");
    }

    @Test
    void an_address_that_is_none() {
        for (var wrong :
                List.of("localhost:8080", "ftp://localhost", "http://a b", "https://alice:hunter2@localhost")) {
            refused("plan", target.toString(), "--base-url", wrong)
                    .contains("--base-url: write an http or https URL")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void a_target_file_that_is_no_yaml() throws IOException {
        edit(text -> text.replace("scopes: [read]", "scopes: [read"));

        refused("audit", target.toString()).contains(target + ":");
    }

    @Test
    void files_that_do_not_exist() {
        refused("audit", folder.resolve("nowhere.yaml").toString()).contains("nowhere.yaml", "does not exist");
        refused(
                        "audit",
                        target.toString(),
                        "--checklist",
                        folder.resolve("no-list.yaml").toString())
                .contains("no-list.yaml", "does not exist");
        refused(
                        "audit",
                        target.toString(),
                        "--attestations",
                        folder.resolve("nobody.yaml").toString())
                .contains("nobody.yaml", "does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "orders", "orders.json", "nul\0.yaml", "classpath:nowhere.yaml"})
    void what_cannot_be_a_target_file(String name) {
        refused("audit", name);
        refused("plan", name);
        refused("doctor", name);
    }

    @Test
    void a_target_file_may_be_json() throws IOException {
        var json = Files.writeString(folder.resolve("small.json"), """
                {"target": "small", "baseUrl": "http://localhost:9", "schemes": {"k": {"type": "api-key", "in": "header",
                "name": "X-Key"}}, "identities": {"alice": {"scheme": "k", "obtain": {"key": "${env:NO_SUCH_KEY:-0123456789}"}}},
                "operations": {"list": {"call": "GET /things", "requires": {"scheme": "k"}}}}
                """);

        assertThat(CommandRun.of("plan", json.toString()).status()).isEqualTo(Postern.PASSED);
    }

    @Test
    void the_help_names_the_threshold_that_holds() {
        var usual = GateSettings.USUAL_THRESHOLD.name().toLowerCase(Locale.ROOT);

        assertThat(CommandRun.of("audit", "--help").out().replaceAll("\\s+", " "))
                .contains("critical, high, medium, low, info. Default: " + usual + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_token_that_a_windows_shell_wrote_is_read_without_its_byte_order_mark(String charset) throws IOException {
        var unsigned = "\uFEFFeyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.\r\n";
        var file = Files.write(folder.resolve("token.txt"), unsigned.getBytes(Charset.forName(charset)));

        var run = CommandRun.of("token", "@" + file);

        assertThat(run.out()).contains("signed by nobody");
        assertThat(run.status()).isEqualTo(Postern.FAILED);
    }

    @Test
    void more_threads_than_there_can_be() {
        for (var n : List.of("0", "-1", "10000", "2147483647")) {
            refused("audit", target.toString(), "--parallelism", n).contains("write a number from 1 to 9999");
        }
    }

    @Test
    void a_choice_of_no_check() {
        for (var nothing : List.of(",", " , ", "")) {
            refused("audit", target.toString(), "--only", nothing).contains("--only names no check");
        }
    }

    @Test
    void many_mistakes_are_the_first_ones_and_their_number() throws IOException {
        edit(text -> text
                + IntStream.range(0, 50_000)
                        .mapToObj(n -> "  o" + n + ": {cal: GET /x}\n")
                        .collect(Collectors.joining()));

        var run = CommandRun.of("plan", target.toString());

        assertThat(run.status()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(run.err()).contains("o0", "more mistakes from here on").hasSizeLessThan(20_000);
    }

    @Test
    void marks_that_turn_a_line_around_do_not_reach_the_terminal() throws IOException {
        edit(text -> text.replace("target: small", "target: \u202Ellams\ntarge\u202Et: x")
                .replace("  list:\n", "  l\u202Eist:\n"));

        refused("plan", target.toString()).doesNotContain("\u202E");
    }

    @Test
    void a_damaged_document_of_an_earlier_audit() throws IOException {
        var damaged = Files.writeString(folder.resolve("audit.json"), """
                {"format": "postern-audit", "formatVersion": 1, "target": {"name": "small"},
                 "checks": [{"id": "jwt.alg-none", "severity": "grave"}],
                 "cases": [{"id": "x", "verdict": {"outcome": "fail"}, "startedAt": "yesterday"}]}
                """);

        refused("baseline", damaged.toString(), "-o", folder.resolve("b.yaml").toString())
                .contains("audit.json is damaged");
    }

    @Test
    void a_check_of_a_file_that_has_the_id_of_a_built_in_one() throws IOException {
        var root = Files.createDirectories(folder.resolve("jar/META-INF/postern"));
        Files.writeString(root.resolve("checks.yaml"), """
                checks:
                  jwt.alg-none:
                    title: Mine
                    severity: low
                    schemes: [bearer-jwt]
                    sent: A key.
                    why: It must not.
                    mistakes: None.
                    mend: Refuse it.
                    attempts: [{name: a key, credential: x}]
                """);
        var before = Thread.currentThread().getContextClassLoader();
        try (var loader =
                new URLClassLoader(new URL[] {folder.resolve("jar").toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);

            refused("plan", target.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void a_folder_in_place_of_the_target_file() throws IOException {
        Files.createDirectory(folder.resolve("folder.yaml"));

        refused("audit", folder.resolve("folder.yaml").toString()).contains("is a directory");
    }

    @Test
    void an_environment_variable_that_is_not_set() throws IOException {
        edit(text -> text.replace("${env:POSTERN_TEST_TOKEN:-a-token-of-some-length}", "${env:POSTERN_NOT_SET}"));

        refused("audit", target.toString()).contains(target + ":11:7: ", "POSTERN_NOT_SET");
        refused("doctor", target.toString()).contains(target + ":11:7: ", "POSTERN_NOT_SET");
        assertThat(CommandRun.of("plan", target.toString()).status()).isEqualTo(Postern.PASSED);
    }

    @Test
    void an_unknown_checklist() {
        refused("audit", target.toString(), "--checklist", "api-authentication-esentials")
                .contains("api-authentication-esentials", "does not exist");
    }

    @Test
    void an_unknown_check_in_only() {
        for (var command : List.of("audit", "plan")) {
            refused(command, target.toString(), "--only", "auth.missing-credential,jwt.alg-nne")
                    .contains("\"jwt.alg-nne\"", "did you mean \"jwt.alg-none\"?");
            refused(command, target.toString(), "--only", "jwd.*").contains("\"jwd.*\"", "did you mean \"jwt.*\"?");
            refused(command, target.toString(), "--only", "qqqqqqqqq").contains("postern checks");
        }
    }

    @Test
    void a_check_that_the_checklist_does_not_name() throws IOException {
        var list = Files.writeString(folder.resolve("mine.yaml"), """
                checklist: mine
                title: Mine
                controls:
                  signed:
                    title: Tokens are signed
                    checks: [jwt.alg-none]
                """);

        refused("audit", target.toString(), "--checklist", list.toString(), "--only", "jwt.expired")
                .contains("\"mine\"", "\"jwt.expired\"");
    }

    @Test
    void an_attestation_file_with_a_slip() throws IOException {
        var file = Files.writeString(folder.resolve("attestations.yaml"), """
                attestations:
                  tokens-encrypted-on-disk:
                    holds: true
                    bye: someone
                    on: 2026-01-01
                    until: 2027-01-01
                    evidence: a picture
                """);

        refused("audit", target.toString(), "--attestations", file.toString())
                .contains(file + ":4:5: ", "\"bye\"", "did you mean \"by\"?");
    }

    @Test
    void attestations_that_the_checklist_does_not_ask_for() throws IOException {
        var file = Files.writeString(folder.resolve("attestations.yaml"), """
                attestations:
                  tokens-encrypted-on-disk:
                    holds: yes
                    by: Ada
                    on: 2026-01-01
                    evidence: a picture
                  tokens-encrypted-on-disc:
                    holds: yes
                    by: Ada
                    on: 2026-01-01
                    evidence: a picture
                  jwts-are-verified:
                    holds: yes
                    by: Ada
                    on: 2026-01-01
                    evidence: a picture
                """);

        for (var command : List.of("audit", "plan")) {
            refused(command, target.toString(), "--attestations", file.toString())
                    .contains(
                            file + ":7:3: ",
                            "\"tokens-encrypted-on-disc\"",
                            "did you mean \"tokens-encrypted-on-disk\"?")
                    .contains(file + ":12:3: ", "is verified by checks, not by a person")
                    .doesNotContain(file + ":2:3");
        }
    }

    @Test
    void a_waiver_or_an_attestation_without_a_word_of_reason() throws IOException {
        var waivers = Files.writeString(folder.resolve("waivers.yaml"), """
                waivers:
                  - {check: jwt.alg-none, until: 2027-01-01, by: Ada, reason: "  "}
                """);

        refused("audit", target.toString(), "--waivers", waivers.toString())
                .contains(waivers + ":2:55: \"reason\" is blank", "say it in words");
    }

    @Test
    void a_parameter_that_no_check_of_the_control_has() throws IOException {
        var list = Files.writeString(folder.resolve("mine.yaml"), """
                checklist: mine
                title: Mine
                controls:
                  short:
                    title: Tokens live shortly
                    checks: [token.lifetime]
                    parameters:
                      maxLifetme: PT1H
                """);

        refused("audit", target.toString(), "--checklist", list.toString())
                .contains(list + ":8:7: ", "\"maxLifetme\"", "did you mean \"maxLifetime\"?");
    }

    @Test
    void an_identity_that_no_operation_uses_is_warned_of_with_its_line() throws IOException {
        edit(text -> text.replace(
                        "identities:", "  keys:\n    type: api-key\n    in: header\n    name: X-Key\nidentities:")
                .replace(
                        "operations:", "  machine:\n    scheme: keys\n    obtain: {key: key-0123456789}\noperations:"));

        for (var command : List.of("plan", "doctor")) {
            assertThat(CommandRun.of(command, target.toString()).err())
                    .contains("warning: " + target + ":16:3: no operation uses identity \"machine\"");
        }
    }

    @Test
    void a_waiver_file_with_slips() throws IOException {
        var file = Files.writeString(folder.resolve("waivers.yaml"), """
                waivers:
                  - check: jwt.alg-none
                    untill: 2027-01-01
                    by: Ada
                    reason: planned
                """);

        refused("audit", target.toString(), "--waivers", file.toString())
                .contains(file + ":2:5: the waiver has no \"until\"", file + ":3:5: ", "did you mean \"until\"?");
    }

    @Test
    void a_baseline_that_is_none() throws IOException {
        var file = Files.writeString(folder.resolve("baseline.yaml"), "findings:\n  - {fingerprint: 12}\n");

        refused("audit", target.toString(), "--baseline", file.toString())
                .contains(file + ":2:6: ", "16 hexadecimal digits", file + ":2:5: the finding has no \"since\"");
        refused(
                        "audit",
                        target.toString(),
                        "--baseline",
                        folder.resolve("nowhere.yaml").toString())
                .contains("nowhere.yaml", "does not exist");
    }

    @Test
    void options_of_the_gate_that_make_no_sense() {
        refused("audit", target.toString(), "--fail-on", "hihg").contains("--fail-on hihg", "did you mean \"high\"?");
        refused("audit", target.toString(), "--max-uncovered", "few").contains("--max-uncovered few", "from 0 on");
        refused("audit", target.toString(), "--max-uncovered", "-1").contains("--max-uncovered");
    }

    @Test
    void what_no_baseline_can_be_written_from_or_to() throws IOException {
        var baseline = folder.resolve("baseline.yaml").toString();
        var odd = Files.writeString(folder.resolve("odd.json"), "{\"format\": \"something\"}");
        var list = Files.writeString(folder.resolve("list.json"), "[");
        var journal = Files.writeString(folder.resolve("odd.jsonl"), "{}\n");

        refused("baseline", folder.resolve("nowhere").toString(), "-o", baseline)
                .contains("nowhere does not exist");
        refused("baseline", folder.toString(), "-o", baseline).contains("neither audit.json nor journal.jsonl");
        refused("baseline", odd.toString(), "-o", baseline).contains("odd.json is no audit.json of Postern");
        refused("baseline", list.toString(), "-o", baseline).contains("list.json is no audit.json of Postern");
        refused("baseline", journal.toString(), "-o", baseline).contains("odd.jsonl is no journal of Postern");
        refused("baseline", journal.toString()).contains("--output");
        refused("baseline", "-o", baseline).contains("AUDIT");
    }

    @Test
    void what_is_about_nothing_is_warned_of_and_the_gate_is_judged_all_the_same() throws IOException {
        var waivers = Files.writeString(folder.resolve("waivers.yaml"), """
                waivers:
                  - {check: auth.missing-credentail, until: 2999-12-31, by: Ada, reason: planned}
                """);
        var run = CommandRun.of(withOutputInFolder(
                "audit", target.toString(), "--allow-inconclusive", "--waivers", waivers.toString()));

        assertThat(run.status()).as(run.err()).isEqualTo(Postern.FAILED);
        assertThat(run.err())
                .contains("warning: " + waivers + ":2:5: this waiver is about no case of \"small\"")
                .contains("did you mean \"auth.missing-credential\"?")
                .doesNotContain("Exception", "please report it");
        assertThat(run.out()).contains("No case passed: an audit that tries nothing proves nothing.");
    }

    @Test
    void options_that_make_no_sense() {
        refused("audit", target.toString(), "--parallelism", "0").contains("--parallelism 0", "from 1 to 9999");
        refused("audit", target.toString(), "--parallelism", "many").contains("many");
        refused("audit", target.toString(), "--paralelism", "4").contains("--paralelism", "--parallelism");
        refused("doctor", target.toString(), "--format", "xml").contains("xml", "text", "json");
        refused("audit").contains("TARGET");
        refused("plan", target.toString(), "another").contains("another");
    }

    @Test
    void commands_and_checks_that_there_are_not() {
        refused().contains("postern demo");
        refused("audti", target.toString()).contains("audti", "audit");
        refused("explain", "jwt.alg-nne").contains("did you mean \"jwt.alg-none\"?");
        refused("explain", "something-else-entirely").contains("postern checks");
    }

    @Test
    void a_folder_for_reports_where_nothing_can_be_written() throws IOException {
        var file = Files.writeString(folder.resolve("occupied"), "");

        refused("audit", target.toString(), "--output", file.toString()).contains("--output", "is a file");
        refused("audit", target.toString(), "--output", file.resolve("below").toString())
                .contains("--output");
        Files.writeString(Files.createDirectory(folder.resolve("reports")).resolve("small"), "");
        refused("audit", target.toString()).contains("--output", "is a file");
        refused("demo", "--output", file.toString()).contains("--output", "is a file");
    }

    @Test
    void an_error_of_postern_itself_is_none_of_the_gate() {
        for (var error : List.of(new IllegalStateException("boom"), new NoClassDefFoundError("boom"))) {
            var run = CommandRun.of(() -> Postern.run(new CommandLine(new Crashing(error))));

            assertThat(run.status()).isEqualTo(Postern.INTERNAL_ERROR);
            assertThat(run.err()).contains("please report it", "boom", "\tat ");
        }
    }

    @Command
    private static final class Crashing implements Runnable {
        private final Throwable error;

        Crashing(Throwable error) {
            this.error = error;
        }

        @Override
        public void run() {
            if (error instanceof Error e) {
                throw e;
            }
            throw (RuntimeException) error;
        }
    }

    /** What is said on standard error, after the refusal was seen to be one. */
    private AbstractStringAssert<?> refused(String... arguments) {
        var before = files();
        var run = CommandRun.of(withOutputInFolder(arguments));
        assertThat(run.status()).as(run.err() + run.out()).isEqualTo(Postern.INPUT_ERROR);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isNotBlank()
                .doesNotContain("Exception", "\tat ", "please report it")
                .satisfies(err -> assertThat(err.lines().count()).isLessThan(45));
        assertThat(files()).as("nothing is written").isEqualTo(before);
        return assertThat(run.err());
    }

    private String[] withOutputInFolder(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (all.contains("audit") && !all.contains("--output")) {
            all.addAll(List.of("--output", folder.resolve("reports").toString()));
        }
        return all.toArray(String[]::new);
    }

    private List<Path> files() {
        try (var all = Files.walk(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void edit(UnaryOperator<String> change) throws IOException {
        Files.writeString(target, change.apply(TARGET));
    }
}

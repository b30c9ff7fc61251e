package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.plan.CheckCatalogue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceCommandsTest {

    static Stream<String> ids() {
        return CheckCatalogue.load().ids().stream();
    }

    @Test
    void checks_lists_every_check_on_a_line_of_its_own() {
        var run = CommandRun.of("checks");

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.out().lines().map(line -> line.split(" ", 2)[0])).containsAll(ids().toList());
        assertThat(ids().count()).isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void explain_tells_what_is_sent_why_it_matters_and_how_to_mend_it(String id) {
        var run = CommandRun.of("explain", id);

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("# " + id + ": ").contains("Why it matters", "How to mend it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "audit", "plan", "checks", "explain", "token"})
    void every_command_explains_its_use(String command) {
        var run = CommandRun.of(command, "--help");

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.out()).contains("Usage: postern " + command).doesNotContain("null");
        assertThat(CommandRun.of("--help").out()).contains("  " + command + " ", "Exit status:");
    }

    @Test
    void the_version_is_that_of_the_build() {
        var run = CommandRun.of("--version");

        assertThat(run.status()).isEqualTo(Postern.PASSED);
        assertThat(run.out()).matches("postern \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(CommandRun.of("audit", "--version").out()).isEqualTo(run.out());
    }
}

package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Options that the command line does not give. */
class EnvironmentDefaultsTest {

    private static String value(CommandSpec command, String option) {
        return String.valueOf(command.findOption(option).<Object>getValue());
    }

    private static CommandSpec parsed(Map<String, String> environment, String... arguments) {
        var line = new CommandLine(new AuditCommand());
        line.setDefaultValueProvider(new EnvironmentDefaults(environment::get));
        line.parseArgs(arguments);
        return line.getCommandSpec();
    }

    @Test
    void come_from_the_environment_before_they_come_from_their_defaults() {
        var environment = Map.of(
                "POSTERN_BASE_URL", "http://localhost:1",
                "POSTERN_OUTPUT", "elsewhere",
                "POSTERN_ONLY", "jwt.*,auth.*",
                "POSTERN_CHECKLIST", " ",
                "POSTERN_HELP", "true");

        var command = parsed(environment, "orders.yaml", "--output", "here");

        assertThat(value(command, "--base-url")).isEqualTo("http://localhost:1");
        assertThat(value(command, "--only")).isEqualTo("[jwt.*, auth.*]");
        assertThat(value(command, "--output")).isEqualTo("here");
        assertThat(value(command, "--checklist")).isEqualTo("api-authentication-essentials");
        assertThat(value(command, "--help")).isEqualTo("false");
    }

    @Test
    void of_audit_and_plan_are_taken_from_there() {
        for (var command : new Object[] {new AuditCommand(), new PlanCommand()}) {
            assertThat(new CommandLine(command).getDefaultValueProvider()).isInstanceOf(EnvironmentDefaults.class);
        }
    }
}

package dev.postern.cli;

import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is not given on the command line is taken from the environment: {@code --base-url} from {@code POSTERN_BASE_URL}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final UnaryOperator<String> environment;

    /** Made by picocli. */
    EnvironmentDefaults() {
        this(System::getenv);
    }

    EnvironmentDefaults(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        var value = environment.apply(variable(option));
        return value == null || value.isBlank() ? null : value;
    }

    private static String variable(OptionSpec option) {
        return "POSTERN_"
                + option.longestName().replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}

package dev.postern.cli;

import dev.postern.plan.CheckCatalogue;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern checks}. */
@Command(
        name = "checks",
        description = "Lists all checks.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class ChecksCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var catalogue = CheckCatalogue.load();
        for (var id : catalogue.ids()) {
            var info = CheckCatalogue.describe(catalogue.find(id).orElseThrow());
            out.printf(
                    Locale.ROOT, "%-28s %-9s %s%n", id, info.severity().name().toLowerCase(Locale.ROOT), info.title());
        }
        out.println();
        out.println("More of one: postern explain <id>");
        out.flush();
        return Postern.PASSED;
    }
}

package dev.postern.cli;

import dev.postern.api.audit.CheckInfo;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.Words;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern explain}. */
@Command(
        name = "explain",
        description = "Tells what a check sends, why it matters, and how to mend what it finds.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The id of a check, e.g. jwt.alg-none.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var catalogue = CheckCatalogue.load();
        var check = catalogue.find(id).orElseThrow(() -> new InputException(unknown(catalogue)));
        var out = spec.commandLine().getOut();
        print(CheckCatalogue.describe(check), out);
        out.flush();
        return Postern.PASSED;
    }

    private String unknown(CheckCatalogue catalogue) {
        return "no check has the id " + Words.quote(id) + "\n   "
                + Words.nearest(id, catalogue.ids())
                        .map(near -> "did you mean " + Words.quote(near) + "?")
                        .orElse("\"postern checks\" lists all");
    }

    private static void print(CheckInfo info, PrintWriter out) {
        out.println("# " + info.id() + ": " + info.title());
        out.println();
        out.println("Severity    " + info.severity().name().toLowerCase(Locale.ROOT));
        out.println("Kind        " + info.kind());
        out.println("References  " + String.join("; ", info.references()));
        if (info.cwe() > 0) {
            out.println("Weakness    CWE-" + info.cwe());
        }
        out.println();
        out.println(info.explanation().strip());
    }
}

package dev.postern.cli;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern plan}. */
@Command(
        name = "plan",
        description = "Shows what an audit would do, and sends nothing. Secrets need not be there.",
        mixinStandardHelpOptions = true,
        defaultValueProvider = EnvironmentDefaults.class,
        versionProvider = Postern.VersionLine.class)
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private PlanOptions what;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        print(what.plan(what.definition(), spec.commandLine().getErr()), out);
        out.flush();
        return Postern.PASSED;
    }

    private static void print(Plan plan, PrintWriter out) {
        out.println("Target    " + plan.target().name() + " at " + plan.target().baseUrl());
        out.println("Checklist " + plan.checklist().title());
        for (var control : plan.controls()) {
            out.println();
            out.println(control.control().title());
            for (var check : control.checks()) {
                out.println("  " + check.check().id() + "  " + check.check().title());
                check.cases().forEach(planned -> out.println("    " + line(planned)));
            }
        }
        var toRun = plan.runnable().count();
        out.println();
        out.println("+ is run, - is not.");
        out.println(toRun + " cases to run, " + (plan.cases().size() - toRun) + " that will not; at most about "
                + plan.mostRequests() + " requests.");
    }

    private static String line(PlannedCase planned) {
        return planned.skip()
                .map(verdict -> "-  " + planned.displayName() + ": "
                        + verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + verdict.words())
                .orElseGet(() -> "+  " + planned.displayName() + ", at most " + requests(planned.requests()));
    }

    private static String requests(int number) {
        return number == 1 ? "1 request" : number + " requests";
    }
}

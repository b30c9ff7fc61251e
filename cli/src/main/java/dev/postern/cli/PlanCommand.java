package dev.postern.cli;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.plan.CheckCatalogue;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern plan}. */
@Command(
        name = "plan",
        description = "Shows what an audit would do, and sends nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private PlanOptions what;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var plan = what.definition().plan(CheckCatalogue.load(), what.only());
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
        out.println();
        total(out, plan);
        out.flush();
        return Postern.PASSED;
    }

    private static String line(PlannedCase planned) {
        return planned.skip()
                .map(verdict -> "-  " + planned.displayName() + ": " + verdict.outcome() + ", " + verdict.words())
                .orElseGet(() -> "+  " + planned.displayName() + ", at most " + planned.requests() + " requests");
    }

    private static void total(PrintWriter out, Plan plan) {
        var runnable = plan.runnable().toList();
        var attempts = runnable.stream().mapToInt(PlannedCase::requests).sum();
        // each case repeats the positive control once; first controls are shared by operation and identity
        var controls = runnable.size()
                + 2
                        * runnable.stream()
                                .map(c -> c.operation() + "|" + c.identity())
                                .distinct()
                                .count();
        out.println(runnable.size() + " cases to run, " + (plan.cases().size() - runnable.size())
                + " that will not; at most about " + (attempts + controls) + " requests.");
    }
}

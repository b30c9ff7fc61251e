package dev.postern.cli;

import dev.postern.plan.CheckCatalogue;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern audit}. */
@Command(
        name = "audit",
        description = "Runs a checklist against a target and writes the reports.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {

    @Mixin
    private PlanOptions what;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "postern-reports",
            description = "Where the reports go, in a folder for each target file. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Cases that run at once. Default: the target file's limits.concurrency.")
    private Integer parallelism;

    @Option(names = "--allow-inconclusive", description = "Let cases through the gate that could not be decided.")
    private boolean allowInconclusive;

    @Override
    public Integer call() {
        if (parallelism != null && parallelism < 1) {
            throw new Postern.InputException("--parallelism " + parallelism + ": write a number from 1 on");
        }
        var definition = what.definition();
        definition.requireSecrets();
        definition.plan(CheckCatalogue.load(), what.only()); // mistakes in files are told here, all at once
        return Launch.of(definition, what.only(), output, allowInconclusive, optional(parallelism))
                        .run()
                ? Postern.PASSED
                : Postern.FAILED;
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}

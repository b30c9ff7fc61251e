package dev.postern.cli;

import dev.postern.engine.Options;
import dev.postern.engine.ReportFolder;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern audit}. */
@Command(
        name = "audit",
        description = "Runs a checklist against a target and writes the reports.",
        mixinStandardHelpOptions = true,
        defaultValueProvider = EnvironmentDefaults.class,
        versionProvider = Postern.VersionLine.class)
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

    @Mixin
    private GateOptions gate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (parallelism != null && (parallelism < 1 || parallelism > Options.MOST_PARALLEL)) {
            throw new InputException(
                    "--parallelism " + parallelism + ": write a number from 1 to " + Options.MOST_PARALLEL);
        }
        var definition = what.definition();
        definition.requireSecrets();
        var settings = gate.settings();
        what.plan(definition, settings, spec.commandLine().getErr()); // mistakes are told before anything is sent
        OutputFolder.makeReady(ReportFolder.of(output, definition));
        return Launch.of(
                        definition,
                        what.only(),
                        output,
                        settings,
                        parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism))
                .run(spec.commandLine().getErr());
    }
}

package dev.postern.cli;

import dev.postern.api.audit.Sensitivity;
import dev.postern.engine.Listeners;
import dev.postern.engine.ReportFolder;
import dev.postern.engine.Version;
import dev.postern.plan.CheckCatalogue;
import dev.postern.run.SabotagedRun;
import dev.postern.target.TargetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern prove}. */
@Command(
        name = "prove",
        description = "Shows whether the checks could fail on this target at all: runs the denial checks with a valid"
                + " credential in every attempt, as if the target enforced nothing. Each must then say FAIL.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class ProveCommand implements Callable<Integer> {

    @Mixin
    private PlanOptions what;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "postern-reports",
            description = "Where the table goes, in a folder for each target file. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var err = spec.commandLine().getErr();
        var definition = what.definition();
        var loaded = TargetFile.load(definition.targetFile(), System::getenv, TargetFile.Secrets.REQUIRED);
        var plan = what.plan(definition, err);
        var catalogue = CheckCatalogue.load();
        var folder = ReportFolder.of(output, definition);
        OutputFolder.makeReady(folder);
        try (var run = SabotagedRun.open(plan, loaded.target(), loaded.secrets(), catalogue::find, Version.current())) {
            var atEnd = new Thread(run::close, "postern-shutdown");
            Runtime.getRuntime().addShutdownHook(atEnd);
            var sensitivity = run.run(loaded.target().limits().concurrency());
            Runtime.getRuntime().removeShutdownHook(atEnd);
            report(sensitivity, folder);
            return sensitivity.isProved() ? Postern.PASSED : Postern.FAILED;
        }
    }

    private void report(Sensitivity sensitivity, Path folder) {
        Listeners.found().forEach(listener -> {
            try {
                listener.sensitivityShown(sensitivity, folder);
            } catch (IOException | RuntimeException e) {
                spec.commandLine()
                        .getErr()
                        .println(listener.getClass().getSimpleName() + " could not write its report: " + e);
            }
        });
    }
}

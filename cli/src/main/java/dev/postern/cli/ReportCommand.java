package dev.postern.cli;

import dev.postern.engine.Listeners;
import dev.postern.engine.RecordedAudit;
import dev.postern.run.Audience;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern report}. */
@Command(
        name = "report",
        description = "Writes the reports of an audit from its journal, also of one that was stopped. Sends nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "AUDIT", description = "The folder of an audit's reports, or its journal.jsonl.")
    private Path audit;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where the reports go. Default: the folder of the journal.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    @SuppressWarnings("try") // the lock is held, not used
    public Integer call() {
        var recorded = RecordedAudit.read(audit);
        var folder = output == null ? recorded.folder() : output;
        OutputFolder.makeReady(folder);
        try (var lock = OutputFolder.locked(recorded.folder())) {
            var audience = new Audience(Listeners.found());
            var reported = audience.finish(recorded.audit(), folder);
            return Launch.status(
                    reported.gate().passed(),
                    audience.problems(),
                    spec.commandLine().getErr());
        }
    }
}

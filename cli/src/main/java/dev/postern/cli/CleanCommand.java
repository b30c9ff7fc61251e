package dev.postern.cli;

import dev.postern.engine.RecordedAudit;
import dev.postern.engine.Version;
import dev.postern.journal.LeftBehind;
import dev.postern.run.Restoration;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern clean}. */
@Command(
        name = "clean",
        description =
                "Puts back what an audit has changed in its target and was killed before it put it back: enables users"
                        + " again that it had disabled. The next audit in the same folder does so too.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class CleanCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "AUDIT",
            description = "The folder of the audit's reports, e.g. postern-reports/orders-api.")
    private Path audit;

    @Spec
    private CommandSpec spec;

    @Override
    @SuppressWarnings("try") // the lock is held, not used
    public Integer call() {
        var out = spec.commandLine().getOut();
        OutputFolder.require(audit);
        try (var lock = OutputFolder.locked(audit)) {
            var left = LeftBehind.in(audit);
            if (left.changes().isEmpty()) {
                out.println("Nothing is left behind in " + audit + ".");
                out.flush();
                return Postern.PASSED;
            }
            var restoration = restored(RecordedAudit.read(audit), left);
            restoration.done().forEach(out::println);
            out.flush();
            restoration.failures().forEach(spec.commandLine().getErr()::println);
            return restoration.failures().isEmpty() ? Postern.PASSED : Postern.FAILED;
        }
    }

    private static Restoration restored(RecordedAudit recorded, LeftBehind left) {
        recorded.testClass().ifPresent(name -> {
            throw new InputException("the audit belongs to the class " + name
                    + ", whose code starts its target or gives credentials\n   run it again: the next audit of the class puts"
                    + " back what is left, first of all");
        });
        var loaded = recorded.load();
        return Restoration.of(
                loaded.target().at(URI.create(recorded.start().baseUrl())), loaded.secrets(), left, Version.current());
    }
}

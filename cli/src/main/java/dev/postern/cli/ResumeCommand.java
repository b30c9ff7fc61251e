package dev.postern.cli;

import dev.postern.engine.RecordedAudit;
import dev.postern.engine.ReportFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern resume}. */
@Command(
        name = "resume",
        description = {
            "Goes on with an audit that was stopped: runs the cases that have no verdict yet, with the same files and options.",
            "Neither the target file nor what it names may have changed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class ResumeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "AUDIT",
            description = "The folder of the audit's reports, e.g. postern-reports/orders-api.")
    private Path audit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var err = spec.commandLine().getErr();
        var recorded = RecordedAudit.read(audit);
        recorded.testClass().ifPresent(name -> {
            throw new InputException("the audit belongs to the class " + name
                    + ", whose code starts its target or gives credentials\n   go on with it where it ran, by the parameter"
                    + " postern.resume=true: mvn verify -Dpostern.resume=true");
        });
        recorded.plan(); // mistakes are told before anything is sent
        recorded.definition().requireSecrets();
        var output = recorded.folder().getParent();
        if (!ReportFolder.of(output, recorded.definition()).equals(recorded.folder())) {
            throw new InputException(
                    recorded.folder() + " is not the folder in which that audit ran\n   give it the name back"
                            + " that it had: " + recorded.definition().folder());
        }
        if (!recorded.journal().damaged().isEmpty()) {
            err.println(
                    "warning: " + recorded.file() + ": " + recorded.journal().damagedLines()
                            + " of the journal cannot be trusted: what they told is tried again");
        }
        return Launch.again(recorded, output).run(err);
    }
}

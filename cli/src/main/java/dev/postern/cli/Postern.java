package dev.postern.cli;

import dev.postern.engine.RecordedAudit;
import dev.postern.engine.UnknownCheckException;
import dev.postern.engine.Version;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "postern",
        description = "Audits the authentication and authorization of an HTTP API, and proves each verdict.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class,
        subcommands = {
            DemoCommand.class,
            DoctorCommand.class,
            InitCommand.class,
            AuditCommand.class,
            PlanCommand.class,
            ProveCommand.class,
            ReportCommand.class,
            ResumeCommand.class,
            CleanCommand.class,
            ReplayCommand.class,
            ForgeCommand.class,
            BaselineCommand.class,
            ChecksCommand.class,
            ExplainCommand.class,
            TokenCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the gate passed",
            "1:the gate failed",
            "2:wrong usage, or an error in a file that you wrote",
            "3:an error in Postern itself, or a report that could not be written"
        })
public final class Postern implements Runnable {

    /** The gate passed. */
    static final int PASSED = 0;
    /** The gate failed. */
    static final int FAILED = 1;
    /** Wrong usage, or an error in a file of the user's. */
    static final int INPUT_ERROR = 2;
    /** An error in Postern itself, or a report that could not be written. */
    static final int INTERNAL_ERROR = 3;

    @Spec
    private CommandSpec spec;

    private Postern() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF); // what matters is in the reports
        System.exit(run(arguments));
    }

    /** Runs a command; its exit status. */
    static int run(String... arguments) {
        return run(new CommandLine(new Postern()), arguments);
    }

    static int run(CommandLine commandLine, String... arguments) {
        commandLine.setExpandAtFiles(false); // @FILE is a file with a token
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> explained(exception, command));
        try {
            return commandLine.execute(arguments);
        } catch (Error e) { // picocli handles exceptions only, and status 1 would say that the gate failed
            return internal(e, commandLine);
        }
    }

    private static int explained(Exception exception, CommandLine command) {
        if (exception instanceof InvalidFileException
                || exception instanceof InputException
                || exception instanceof RecordedAudit.GoneException
                || exception instanceof UnknownCheckException
                || exception instanceof CheckCatalogue.BrokenException) {
            command.getErr().println(exception.getMessage());
            return INPUT_ERROR;
        }
        if (exception instanceof UncheckedIOException unwritten) { // of a file of the audit's folder
            command.getErr().println("postern: " + Launch.words(unwritten.getCause()));
            return INTERNAL_ERROR;
        }
        return internal(exception, command);
    }

    private static int internal(Throwable error, CommandLine command) {
        command.getErr().println("postern: an error in Postern itself; please report it with what follows");
        error.printStackTrace(command.getErr());
        return INTERNAL_ERROR;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command; \"postern demo\" shows what it is about.");
    }

    /** {@code postern 0.1.0}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"postern " + Version.current()};
        }
    }
}

package dev.postern.cli;

import dev.postern.engine.Version;
import dev.postern.yaml.InvalidFileException;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
        name = "postern",
        description = "Audits the authentication and authorization of an HTTP API, and proves each verdict.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class,
        subcommands = {
            DemoCommand.class,
            AuditCommand.class,
            PlanCommand.class,
            ChecksCommand.class,
            ExplainCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the gate passed",
            "1:the gate failed",
            "2:wrong usage, or an error in a file that you wrote",
            "3:an error in Postern itself"
        })
public final class Postern {

    /** The gate passed. */
    static final int PASSED = 0;
    /** The gate failed. */
    static final int FAILED = 1;
    /** Wrong usage, or an error in a file of the user's. */
    static final int INPUT_ERROR = 2;
    /** An error in Postern itself. */
    static final int INTERNAL_ERROR = 3;

    private Postern() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF); // what matters is in the reports
        System.exit(orInternalError(() -> run(arguments)));
    }

    private static int orInternalError(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (Error e) { // picocli handles exceptions only, and status 1 would say that the gate failed
            e.printStackTrace();
            return INTERNAL_ERROR;
        }
    }

    static int run(String... arguments) {
        return new CommandLine(new Postern())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((error, commandLine, parsed) -> explained(error, commandLine))
                .execute(arguments);
    }

    private static int explained(Exception error, CommandLine commandLine) {
        if (error instanceof InvalidFileException || error instanceof InputException) {
            commandLine.getErr().println(error.getMessage());
            return INPUT_ERROR;
        }
        commandLine.getErr().println("postern: an error in Postern itself; please report it with what follows");
        error.printStackTrace(commandLine.getErr());
        return INTERNAL_ERROR;
    }

    /** A mistake of the user's outside of files; the message says what to write instead. */
    static final class InputException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InputException(String message) {
            super(message);
        }
    }

    /** {@code postern 0.1.0}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"postern " + Version.current()};
        }
    }
}

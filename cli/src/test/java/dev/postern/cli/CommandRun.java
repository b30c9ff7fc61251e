package dev.postern.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * What a command did, run in this process.
 *
 * @param out all that was written to standard output
 * @param err all that was written to standard error
 */
record CommandRun(int status, String out, String err) {

    private static final String CONSOLE = "postern.console";

    static CommandRun of(String... arguments) {
        // these tests run in Maven, where the console would leave the findings to it; the demo chooses for itself
        var set = arguments.length > 0
                && !arguments[0].equals("demo")
                && System.getProperties().putIfAbsent(CONSOLE, "plain") == null;
        try {
            return of(() -> Postern.run(arguments));
        } finally {
            if (set) {
                System.clearProperty(CONSOLE);
            }
        }
    }

    static CommandRun of(IntSupplier command) {
        var standardOut = System.out;
        var standardErr = System.err;
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            var status = command.getAsInt();
            return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
        }
    }
}

package dev.postern.cli;

import dev.postern.yaml.FileText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a token is read from. */
final class TokenSource {
    /** No header can hold as much. */
    private static final int LARGEST = 1 << 20;

    @Parameters(
            paramLabel = "TOKEN",
            arity = "0..1",
            description = {
                "- for standard input (also where nothing is named), or @FILE.",
                "The token itself is taken too, but other users then see it in the list of processes."
            })
    private String given;

    @Option(names = "--env", paramLabel = "NAME", description = "Read the token from this environment variable.")
    private String variable;

    /**
     * The text, not stripped.
     *
     * @throws InputException where there is none
     */
    String read(PrintWriter err) {
        if (variable != null) {
            return fromEnvironment();
        }
        if (given == null || given.equals("-")) {
            return fromInput(err);
        }
        if (given.startsWith("@")) {
            return fromFile(given.substring(1));
        }
        err.println("warning: the token is now in the history of this shell, and was in the list of processes;"
                + " give it by standard input, @FILE or --env NAME instead");
        return given;
    }

    private String fromEnvironment() {
        if (given != null) {
            throw new InputException("--env and a token are two tokens: give one of them");
        }
        var value = System.getenv(variable);
        if (value == null) {
            throw new InputException("--env " + variable + ": the environment variable is not set");
        }
        return value;
    }

    private String fromInput(PrintWriter err) {
        try {
            if (given == null && System.in.available() == 0) {
                err.println("Waiting for the token on standard input; end with Enter and Ctrl-D.");
                err.flush();
            }
            return text(System.in, "standard input");
        } catch (IOException e) {
            throw new InputException("standard input cannot be read");
        }
    }

    private static String fromFile(String name) {
        try {
            var file = Path.of(name);
            if (!Files.isRegularFile(file) && !Files.isReadable(file)) {
                throw new InputException("@" + name + ": the file does not exist");
            }
            try (var in = Files.newInputStream(file)) {
                return text(in, "@" + name);
            }
        } catch (InvalidPathException | IOException e) {
            throw new InputException("@" + name + ": the file cannot be read");
        }
    }

    private static String text(InputStream in, String name) throws IOException {
        var bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new InputException(name + ": more than 1 MiB is no token");
        }
        return FileText.of(bytes).orElseThrow(() -> new InputException(name + " is not UTF-8: save it as UTF-8"));
    }
}

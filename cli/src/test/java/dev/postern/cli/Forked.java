package dev.postern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command in a process of its own. */
final class Forked {

    private Forked() {}

    /**
     * Starts it.
     *
     * @param out gets both streams
     * @param arguments options of the virtual machine, which begin with {@code -X}, then those of the command
     */
    static Process postern(Path out, String... arguments) throws IOException {
        return new ProcessBuilder(line(arguments))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    /** The words of the command line. */
    static List<String> line(String... arguments) {
        var line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        List.of(arguments).stream().filter(a -> a.startsWith("-X")).forEach(line::add);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Postern.class.getName()));
        List.of(arguments).stream().filter(a -> !a.startsWith("-X")).forEach(line::add);
        return line;
    }
}

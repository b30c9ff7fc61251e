package dev.postern.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of a project, and Maven in it, as its user would run it. */
final class Consumer {

    private static final Path WORK = Path.of("target", "work");
    /** What the outer Maven tells itself. */
    private static final List<String> OF_THE_OUTER_BUILD =
            List.of("MAVEN_CMD_LINE_ARGS", "MAVEN_PROJECTBASEDIR", "MAVEN_BASEDIR", "MAVEN_OPTS", "MAVEN_ARGS");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Jdk jdk = Jdk.running();

    /**
     * What a command did.
     *
     * @param output standard output and error as they came
     */
    record Run(int exit, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    private Consumer(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** An example of that name. */
    static Consumer example(String name) {
        return copy(Path.of("..").resolve(name), name);
    }

    /** A project of this module's own, under another name where several tests use it. */
    static Consumer project(String name, String as) {
        return copy(Path.of("src", "test", "projects", name), as);
    }

    /** A folder with nothing in it. */
    static Consumer empty(String name) {
        try {
            var folder = WORK.resolve(name);
            delete(folder);
            // the end of the way up for a Maven that looks for the root of its project
            Files.createDirectories(folder.resolve(".mvn"));
            return new Consumer(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Consumer copy(Path from, String name) {
        var consumer = empty(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (var file :
                    files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
                var to = consumer.folder.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return consumer;
    }

    Consumer with(Jdk other) {
        jdk = other;
        return this;
    }

    Consumer with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A report of the only audit of the project. */
    Path report(String name) {
        try (Stream<Path> folders = Files.list(file("target/postern"))) {
            var all = folders.toList();
            if (all.size() != 1) {
                throw new IllegalStateException("not one audit, but " + all);
            }
            return all.get(0).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of the project. */
    Consumer write(String name, String text) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there. */
    Consumer edit(String name, String old, String other) {
        var text = text(name);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(name + " has no " + old);
        }
        return write(name, text.replace(old, other));
    }

    /** Maven with these arguments. */
    Run maven(String... arguments) {
        var command = new ArrayList<String>();
        command.add(executable().toString());
        command.addAll(options());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** A script for a POSIX shell in which {@code mvn} is this build's Maven. */
    Run shell(String script) {
        var bin = folder.resolve(".bin");
        write(
                ".bin/mvn",
                "#!/bin/sh\nexec '" + executable() + "' " + String.join(" ", quoted(options())) + " \"$@\"\n");
        if (!bin.resolve("mvn").toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make an executable file in " + bin);
        }
        environment.put(
                "PATH",
                bin + ":" + jdk.home().resolve("bin") + ":" + System.getenv().getOrDefault("PATH", "/bin:/usr/bin"));
        return run(List.of("sh", "-c", script));
    }

    private static List<String> quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").toList();
    }

    private static Path executable() {
        var bin = Path.of(System.getProperty("postern.maven.home"), "bin");
        return bin.resolve(System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn");
    }

    private static List<String> options() {
        var options = new ArrayList<>(List.of(
                "--batch-mode",
                "--no-transfer-progress",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + LocalRepository.path(),
                "-DargLine=-XX:TieredStopAtLevel=1"));
        if (System.getProperty("postern.maven.offline").equals("offline: true")) {
            options.add("--offline");
        }
        var settings = Path.of(System.getProperty("postern.maven.settings").replace("settings: ", ""));
        if (Files.exists(settings)) {
            options.addAll(List.of("--settings", settings.toString()));
        }
        return options;
    }

    private Run run(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeAll(OF_THE_OUTER_BUILD);
            builder.environment().put("JAVA_HOME", jdk.home().toString());
            builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var exit = process.waitFor();
            Files.writeString(folder.resolve("output.txt"), output); // to look at when a test has failed
            return new Run(exit, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

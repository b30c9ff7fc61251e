package dev.postern.examples;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JDK on this machine.
 *
 * @param feature {@code 17} of {@code 17.0.9}
 */
record Jdk(int feature, Path home) {

    /** The one that runs this test. */
    static Jdk running() {
        return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    }

    /** One of that version: the running one, a folder beside it, or one that a variable {@code JAVA_HOME_…} names. */
    static Optional<Jdk> of(int feature) {
        return homes().stream()
                .flatMap(home -> at(home).stream())
                .filter(jdk -> jdk.feature() == feature)
                .findFirst();
    }

    private static Set<Path> homes() {
        var running = running().home();
        var homes = new LinkedHashSet<Path>();
        homes.add(running);
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME") && !value.isBlank()) {
                homes.add(Path.of(value));
            }
        });
        try (Stream<Path> beside = Files.list(running.resolveSibling("."))) {
            beside.sorted().forEach(homes::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return homes;
    }

    private static Optional<Jdk> at(Path home) {
        if (Files.notExists(home.resolve("release"))
                || Stream.of("javac", "javac.exe")
                        .noneMatch(name -> Files.exists(home.resolve("bin").resolve(name)))) {
            return Optional.empty();
        }
        try {
            var release = new Properties();
            release.load(new StringReader(Files.readString(home.resolve("release"))));
            var version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return version.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Jdk(Runtime.Version.parse(version).feature(), home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

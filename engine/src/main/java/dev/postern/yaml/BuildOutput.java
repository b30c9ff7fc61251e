package dev.postern.yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Folders into which build tools copy resources: a message names the source, which is the file to edit. */
final class BuildOutput {

    /** Folders of Maven and Gradle, and where what is in them comes from. */
    private static final Map<Path, Path> SOURCES = Map.of(
            Path.of("target", "test-classes"), Path.of("src", "test", "resources"),
            Path.of("target", "classes"), Path.of("src", "main", "resources"),
            Path.of("build", "resources", "test"), Path.of("src", "test", "resources"),
            Path.of("build", "resources", "main"), Path.of("src", "main", "resources"));

    private BuildOutput() {}

    /**
     * The source of a file that a build copied to where it is, relative to the working directory if it is below that;
     * empty if the file is no such copy, or its source is not there.
     */
    static Optional<Path> sourceOf(Path file) {
        var copy = file.toAbsolutePath().normalize();
        for (var folder = copy.getParent(); folder != null; folder = folder.getParent()) {
            for (var pair : SOURCES.entrySet()) {
                if (folder.endsWith(pair.getKey())) {
                    var module = folder.resolve("../".repeat(pair.getKey().getNameCount()));
                    var source = module.resolve(pair.getValue())
                            .resolve(folder.relativize(copy))
                            .normalize();
                    if (Files.isRegularFile(source)) {
                        return Optional.of(fromHere(source));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Path fromHere(Path file) {
        var here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}

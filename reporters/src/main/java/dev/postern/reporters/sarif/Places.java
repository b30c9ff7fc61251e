package dev.postern.reporters.sarif;

import dev.postern.api.target.Position;
import dev.postern.reporters.sarif.SarifLog.ArtifactLocation;
import dev.postern.reporters.sarif.SarifLog.PhysicalLocation;
import dev.postern.reporters.sarif.SarifLog.Region;
import dev.postern.reporters.sarif.SarifLog.Text;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Places in a user's files as a reader of the repository knows them: relative to its root. */
final class Places {

    private static final String ROOT = "%SRCROOT%";

    private final Path workingDirectory;
    private final Path root;

    /** The root is the nearest folder above that Git knows; without Git it is the working directory. */
    Places(Path workingDirectory) {
        this.workingDirectory = real(workingDirectory);
        this.root = Stream.iterate(this.workingDirectory, f -> f != null, Path::getParent)
                .filter(f -> Files.exists(f.resolve(".git")))
                .findFirst()
                .orElse(this.workingDirectory);
    }

    /** The place; a thing without one of its own stands at the first line, since consumers want a line. */
    PhysicalLocation of(Position at) {
        return new PhysicalLocation(
                file(at.file()),
                new Region(Math.max(1, at.line()), Optional.of(at.column()).filter(c -> c > 0)));
    }

    private ArtifactLocation file(String name) {
        var entry = name.startsWith("jar:") ? name.lastIndexOf("!/") : -1;
        if (entry >= 0) {
            return inJar(
                    name.substring(0, entry), decoded(name.substring(entry + 1)).substring(1));
        }
        try {
            return onDisk(real(workingDirectory.resolve(name)));
        } catch (InvalidPathException e) {
            return new ArtifactLocation(relative(name), Optional.empty(), Optional.empty());
        }
    }

    private ArtifactLocation onDisk(Path file) {
        return file.startsWith(root)
                ? new ArtifactLocation(relative(slashed(root.relativize(file))), Optional.of(ROOT), Optional.empty())
                : new ArtifactLocation(file.toUri().toASCIIString(), Optional.empty(), Optional.empty());
    }

    /** A jar is no file of the repository, but what is in it may come from there. */
    private ArtifactLocation inJar(String jar, String entry) {
        var source = List.of("test", "main").stream()
                .map(part -> workingDirectory
                        .resolve("src")
                        .resolve(part)
                        .resolve("resources")
                        .resolve(entry))
                .filter(Files::isRegularFile)
                .findFirst();
        return source.map(file -> onDisk(real(file)))
                .orElseGet(() -> new ArtifactLocation(
                        relative(entry),
                        Optional.empty(),
                        Optional.of(Text.of("in " + decoded(jar.substring(jar.lastIndexOf('/') + 1))))));
    }

    /** Without symbolic links, which GitHub cannot follow. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    /** RFC 3986 4.2: a colon in the first segment would make a scheme of it. */
    private static String relative(String path) {
        try {
            return new URI(null, null, "/" + path, null)
                    .toASCIIString()
                    .substring(1)
                    .replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no path of a URI: " + path, e);
        }
    }

    private static String decoded(String path) {
        try {
            return Optional.ofNullable(new URI(path).getPath()).orElse(path);
        } catch (URISyntaxException e) {
            return path;
        }
    }
}

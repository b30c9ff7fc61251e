package dev.postern.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;

/**
 * A local repository of Maven's that is thrown away: what the outer one has, and the artifacts of this build. So nothing is
 * downloaded twice, and nothing of ours gets into the repository of whoever builds.
 */
final class LocalRepository {

    private static final Path OUTER = Path.of(System.getProperty("postern.maven.repository"));
    private static final Path OURS = Path.of("dev", "postern");
    private static final Path ROOT = Path.of("..", "..");
    private static final String VERSION = System.getProperty("postern.version");

    /** Modules by the folder that they are in. */
    private static final List<Module> MODULES = List.of(
            new Module("postern-parent", "."),
            new Module("postern-engine", "engine"),
            new Module("postern-checks", "checks"),
            new Module("postern-checklists", "checklists"),
            new Module("postern-reporters", "reporters"),
            new Module("postern", "starter"));

    private static final LocalRepository SHARED = new LocalRepository(Path.of("target", "repository"));

    private final Path path;

    private record Module(String artifact, String folder) {}

    private LocalRepository(Path path) {
        this.path = path.toAbsolutePath();
        try {
            if (Files.notExists(this.path)) {
                linkOuter();
            }
            MODULES.forEach(this::install);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one for all tests. */
    static Path path() {
        return SHARED.path;
    }

    private void linkOuter() throws IOException {
        Files.createDirectories(path);
        if (Files.notExists(OUTER)) {
            return;
        }
        Files.walkFileTree(OUTER, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                var relative = OUTER.relativize(folder);
                if (relative.equals(OURS)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(path.resolve(relative));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.toString().endsWith(".lastUpdated")) {
                    take(file, path.resolve(OUTER.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Maven replaces artifacts as a whole, but writes into its own notes in place: those must not be the same file. */
    private static void take(Path from, Path to) throws IOException {
        if (from.toString().endsWith(".jar") || from.toString().endsWith(".pom")) {
            try {
                Files.createLink(to, from);
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // another file system
            }
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private void install(Module module) {
        var from = ROOT.resolve(module.folder());
        var name = module.artifact() + "-" + VERSION;
        var to = path.resolve(OURS).resolve(module.artifact()).resolve(VERSION);
        try {
            empty(to);
            Files.copy(from.resolve("pom.xml"), to.resolve(name + ".pom"));
            var jar = from.resolve("target").resolve(name + ".jar");
            if (!module.folder().equals(".")) {
                Files.copy(jar, to.resolve(name + ".jar"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}

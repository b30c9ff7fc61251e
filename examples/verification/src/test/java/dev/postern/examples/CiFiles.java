package dev.postern.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for build servers: the paths in {@code target} that they publish. */
final class CiFiles {

    private static final Path FOLDER = Path.of("..", "ci");

    private CiFiles() {}

    static Stream<String> names() {
        return Stream.of("github-actions.yml", "gitlab-ci.yml");
    }

    /** All paths that a file names, in order. */
    static List<String> published(String name) {
        try {
            var root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FOLDER.resolve(name)));
            var paths = new ArrayList<String>();
            collect(root, paths);
            return paths;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Object node, List<String> paths) {
        if (node instanceof Map<?, ?> mapping) {
            mapping.values().forEach(value -> collect(value, paths));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(item, paths));
        } else if (node instanceof String text) {
            text.lines().filter(line -> line.startsWith("target/")).forEach(paths::add);
        }
    }

    /** What of a project the path stands for. */
    static List<Path> matching(Consumer project, String path) {
        var pattern = FileSystems.getDefault().getPathMatcher("glob:" + path.replaceFirst("/$", ""));
        var root = project.file(".").normalize();
        try (Stream<Path> files = Files.walk(root.resolve("target"))) {
            return files.filter(file -> pattern.matches(root.relativize(file))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

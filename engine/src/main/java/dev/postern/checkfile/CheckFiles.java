package dev.postern.checkfile;

import dev.postern.api.check.CheckProvider;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.target.Position;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problem;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of all files of checks on the class path. */
public final class CheckFiles implements CheckProvider {

    /** Where a jar, or a folder of the class path, has its file of checks. */
    public static final String PLACE = "META-INF/postern/checks.yaml";

    private static final List<String> KEYS = List.of("checks");

    /** For {@link java.util.ServiceLoader}. */
    public CheckFiles() {}

    /**
     * Reads them all.
     *
     * @throws InvalidFileException with all problems of all of them
     */
    @Override
    public List<SecurityCheck> checks() {
        var problems = new Problems();
        var read = new LinkedHashMap<String, Position>();
        var all = new ArrayList<SecurityCheck>();
        for (var url : files()) {
            all.addAll(read(name(url), bytes(url), read, problems));
        }
        problems.throwIfAny();
        return List.copyOf(all);
    }

    /**
     * Reads one file.
     *
     * @param name the name that messages give it
     * @throws InvalidFileException with all its problems
     */
    static List<SecurityCheck> read(String name, byte[] file) {
        var problems = new Problems();
        var checks = read(name, file, new LinkedHashMap<>(), problems);
        problems.throwIfAny();
        return checks;
    }

    /** The keys that each part of a file of checks may have, by the name that the JSON Schema gives the part. */
    public static Map<String, List<String>> keys() {
        return Map.of(
                "checks-file", KEYS,
                "check", CheckReader.KEYS,
                "attempt", AttemptForm.KEYS,
                "expectation", HeaderExpectation.KEYS);
    }

    private static List<SecurityCheck> read(
            String name, byte[] file, Map<String, Position> earlier, Problems problems) {
        return SourceFile.parse(name, file, problems)
                .map(root -> checks(root, earlier, problems))
                .orElse(List.of());
    }

    private static List<SecurityCheck> checks(Value root, Map<String, Position> earlier, Problems problems) {
        if (!root.is(Kind.MAPPING)) {
            problems.error(
                    root.position(),
                    "a file of checks must be a mapping, but is " + root.kind().words(),
                    "start with \"checks:\"");
            return List.of();
        }
        var in = Mapping.of(root, "the file of checks", Texts.AS_WRITTEN, problems)
                .allowing(KEYS);
        in.require("checks", "the checks by their ids");
        var all = new ArrayList<SecurityCheck>();
        in.value("checks")
                .map(checks -> Mapping.of(checks, "\"checks\"", Texts.AS_WRITTEN, problems)
                        .values())
                .orElse(List.of())
                .forEach(entry -> {
                    var other = Optional.ofNullable(earlier.putIfAbsent(entry.key(), entry.position()));
                    other.ifPresent(at -> problems.error(
                            entry.position(),
                            "the check " + Words.quote(entry.key()) + " is in " + at + " too",
                            "choose another id"));
                    new CheckReader(entry, problems).read().ifPresent(all::add);
                });
        return all;
    }

    private static List<URL> files() {
        var loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(CheckFiles.class.getClassLoader());
        try {
            return Collections.list(loader.getResources(PLACE));
        } catch (IOException e) {
            throw new InvalidFileException(List.of(unreadable(PLACE)));
        }
    }

    private static String name(URL url) {
        try {
            return url.getProtocol().equals("file") ? Path.of(url.toURI()).toString() : url.toString();
        } catch (URISyntaxException e) {
            return url.toString();
        }
    }

    private static byte[] bytes(URL url) {
        try {
            var connection = url.openConnection();
            connection.setUseCaches(false); // a cached jar would stay open, and locked where it is to be replaced
            try (var in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new InvalidFileException(List.of(unreadable(name(url))));
        }
    }

    private static Problem unreadable(String name) {
        return new Problem(new Position(name, 0, 0), "the file cannot be read", "");
    }
}

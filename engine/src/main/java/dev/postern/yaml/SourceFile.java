package dev.postern.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.postern.api.target.Position;
import dev.postern.yaml.TreeBuilder.TooDeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a file into a tree. What is wrong with the file is noted, never thrown. */
public final class SourceFile {

    /** A file with more bytes is refused: none that a person wrote is that long. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    /** Who wants to know which files this thread reads. */
    private static final ThreadLocal<Consumer<Path>> WATCH = new ThreadLocal<>();

    private SourceFile() {}

    /**
     * Does something, and tells which files are read, or looked for in vain, on the way: what is made of them holds as
     * long as they stay the same.
     */
    public static <T> T watched(Consumer<Path> watch, Supplier<T> reading) {
        WATCH.set(watch);
        try {
            return reading.get();
        } finally {
            WATCH.remove();
        }
    }

    /**
     * Reads a YAML 1.2 file, or a JSON file where its name ends in {@code .json}.
     *
     * @param name the name that messages give the file
     * @return the tree; empty where there is none, and then a problem is noted
     */
    public static Optional<Value> read(Path file, String name, Problems problems) {
        return bytes(file, "the file", new Position(name, 0, 0), problems).flatMap(b -> parse(name, b, problems));
    }

    /**
     * Reads a file that another file names.
     *
     * @param name the name that messages give the file
     * @param subject the file in a reader's words
     * @param at where it is named
     */
    public static Optional<Value> read(Path file, String name, String subject, Position at, Problems problems) {
        return bytes(file, subject, at, problems).flatMap(b -> parse(name, b, problems));
    }

    /**
     * Reads a text.
     *
     * @param name the name that messages give it; {@code .json} at its end makes it JSON, else it is YAML 1.2
     * @return the tree; empty where there is none, and then a problem is noted
     */
    public static Optional<Value> parse(String name, byte[] bytes, Problems problems) {
        var file = new Position(name, 0, 0);
        if (bytes.length > MAX_BYTES) {
            problems.error(file, "the file has more than 2 MB", "");
            return Optional.empty();
        }
        var decoded = FileText.of(bytes);
        if (decoded.isEmpty()) {
            problems.error(file, "the file is not UTF-8", "save it as UTF-8");
            return Optional.empty();
        }
        var text = decoded.get();
        if (text.isBlank()) {
            problems.error(file, "the file is empty", "");
            return Optional.empty();
        }
        var builder = new TreeBuilder(problems);
        try {
            var whole = name.toLowerCase(Locale.ROOT).endsWith(".json")
                    ? parseJson(name, text, builder, problems)
                    : new YamlParser(name, problems).parse(text, builder);
            if (!whole) {
                return Optional.empty();
            }
        } catch (TooDeep e) {
            return Optional.empty();
        }
        var root = builder.root().filter(r -> !r.is(Value.Kind.NOTHING));
        if (root.isEmpty() && problems.isClean()) {
            problems.error(file, "the file is empty", "");
        }
        return root;
    }

    /**
     * The bytes of a regular file.
     *
     * @param subject the file in a reader's words: {@code the file}
     * @param at where a problem with it is noted
     * @return empty where it cannot be read, and then a problem is noted
     */
    public static Optional<byte[]> bytes(Path file, String subject, Position at, Problems problems) {
        Optional.ofNullable(WATCH.get()).ifPresent(watch -> watch.accept(file));
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                problems.error(at, subject + " is a directory", "name the file in it");
            } else if (!attributes.isRegularFile()) {
                problems.error(at, subject + " is not a regular file", "");
            } else if (attributes.size() > MAX_BYTES) {
                problems.error(at, subject + " has more than 2 MB", "");
            } else {
                return Optional.of(Files.readAllBytes(file));
            }
        } catch (NoSuchFileException e) {
            problems.error(
                    at,
                    subject + " does not exist",
                    "looked for " + file.toAbsolutePath().normalize());
        } catch (AccessDeniedException e) {
            problems.error(at, subject + " cannot be read: permission denied", "");
        } catch (FileSystemException e) {
            var reason = e.getReason() == null ? "" : ": " + e.getReason().toLowerCase(Locale.ROOT);
            problems.error(at, subject + " cannot be read" + reason, "");
        } catch (IOException e) {
            problems.error(at, subject + " cannot be read", "");
        }
        return Optional.empty();
    }

    /**
     * The name that messages give a file: its path as given, or that of its source if a build copied it; the whole URL if
     * it is an entry of a jar.
     */
    public static String nameOf(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? BuildOutput.sourceOf(file).orElse(file).toString()
                : file.toUri().toString();
    }

    /** A path that a file gives, relative to a folder; empty where it is no path on this system. */
    public static Optional<Path> resolve(Path folder, String path) {
        try {
            return Optional.of(folder.resolve(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is JSON. */
    private static boolean parseJson(String name, String text, TreeBuilder builder, Problems problems) throws TooDeep {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(TreeBuilder.MAX_DEPTH + 10)
                        .maxStringLength(MAX_BYTES)
                        .maxNameLength(MAX_BYTES)
                        .build())
                .build();
        try (var parser = factory.createParser(text)) {
            var started = false;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (started && builder.root().isPresent()) {
                    problems.error(place(name, parser), "something follows the end of the JSON document", "");
                    return true;
                }
                started = true;
                jsonToken(token, place(name, parser), parser, builder);
            }
            return true;
        } catch (JsonProcessingException e) {
            var at = e.getLocation() == null
                    ? new Position(name, 0, 0)
                    : new Position(
                            name,
                            e.getLocation().getLineNr(),
                            Math.max(1, e.getLocation().getColumnNr()));
            problems.error(
                    at, "this is not JSON", "quotes, commas and braces must be as RFC 8259 has them; no comments");
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private static void jsonToken(JsonToken token, Position at, JsonParser parser, TreeBuilder builder)
            throws IOException, TooDeep {
        switch (token) {
            case START_OBJECT -> builder.open(true, at);
            case START_ARRAY -> builder.open(false, at);
            case END_OBJECT, END_ARRAY -> builder.close();
            case FIELD_NAME -> builder.key(parser.currentName(), at);
            case VALUE_NULL -> builder.scalar(Value.Kind.NOTHING, at, "");
            case VALUE_TRUE, VALUE_FALSE -> builder.scalar(Value.Kind.BOOLEAN, at, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                var number = parser.getText();
                builder.scalar(Numbers.isNumber(number) ? Value.Kind.NUMBER : Value.Kind.TEXT, at, number);
            }
            default -> builder.scalar(Value.Kind.TEXT, at, parser.getText());
        }
    }

    private static Position place(String name, JsonParser parser) {
        var location = parser.currentTokenLocation();
        return new Position(name, location.getLineNr(), location.getColumnNr());
    }
}

package dev.postern.target;

import dev.postern.api.target.Position;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An OpenAPI document with the files that it refers to: files at or below its own folder only, and never a URL.
 */
final class OpenApiDocuments {

    private static final int LONGEST_CHAIN = 20;

    private final Problems problems;
    private final Map<Path, Optional<Document>> opened = new HashMap<>();
    private Path folder;

    OpenApiDocuments(Problems problems) {
        this.problems = problems;
    }

    /** One file. */
    record Document(Path file, String name, Value root) {}

    /** A value in one of the files. */
    record Place(Document document, Value value) {}

    /** Opens the document itself; its folder bounds what it may refer to. */
    Optional<Place> open(Path file, String name, Position namedAt) {
        folder = real(TargetFile.folder(file));
        return document(file, name, "the OpenAPI document " + Words.quote(name), namedAt)
                .map(d -> new Place(d, d.root()));
    }

    private Optional<Document> document(Path file, String name, String subject, Position namedAt) {
        var known = opened.get(real(file));
        if (known == null) {
            known = SourceFile.read(file, name, subject, namedAt, problems).map(root -> new Document(file, name, root));
            opened.put(real(file), known);
        }
        return known;
    }

    /** What stands at a place, or what its {@code $ref} leads to; empty where that leads nowhere, which is noted. */
    Optional<Place> follow(Place start) {
        var here = start;
        for (var steps = 0; steps < LONGEST_CHAIN; steps++) {
            var ref = here.value().get("$ref").filter(r -> r.is(Kind.TEXT));
            if (ref.isEmpty()) {
                return Optional.of(here);
            }
            var next = target(here, ref.get());
            if (next.isEmpty()) {
                return Optional.empty();
            }
            here = next.get();
        }
        problems.error(start.value().position(), "a chain of $ref leads round in a circle", "");
        return Optional.empty();
    }

    private Optional<Place> target(Place from, Value ref) {
        var text = ref.text();
        var hash = text.indexOf('#');
        var path = decoded(hash < 0 ? text : text.substring(0, hash));
        var pointer = decoded(hash < 0 ? "" : text.substring(hash + 1));
        var document = path.isEmpty() ? Optional.of(from.document()) : file(from, ref, path);
        return document.flatMap(d -> {
            var found = d.root().at(pointer);
            if (found.isEmpty()) {
                problems.error(ref.position(), "the $ref " + Words.quote(text) + " leads nowhere", "");
            }
            return found.map(v -> new Place(d, v));
        });
    }

    private Optional<Document> file(Place from, Value ref, String path) {
        if (path.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:.*") || path.startsWith("//")) {
            problems.error(
                    ref.position(),
                    "the $ref " + Words.quote(ref.text()) + " is a URL, and URLs are not fetched",
                    "download the file into the folder of the document");
            return Optional.empty();
        }
        var file = SourceFile.resolve(TargetFile.folder(from.document().file()), path)
                .map(OpenApiDocuments::real);
        if (file.isEmpty() || !file.get().startsWith(folder)) {
            problems.error(
                    ref.position(),
                    "the $ref " + Words.quote(ref.text()) + " leads out of the folder of the OpenAPI document",
                    "only files in that folder and below it are read");
            return Optional.empty();
        }
        return document(
                file.get(),
                sibling(from.document().name(), path),
                "the file of the $ref " + Words.quote(ref.text()),
                ref.position());
    }

    private static String sibling(String name, String path) {
        var slash = name.lastIndexOf('/');
        return slash < 0 ? path : name.substring(0, slash + 1) + path;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // it does not exist: the reader will tell
            return path.toAbsolutePath().normalize();
        }
    }

    /** Percent-decoded (RFC 6901 6), where it is encoded well. */
    private static String decoded(String text) {
        try {
            return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

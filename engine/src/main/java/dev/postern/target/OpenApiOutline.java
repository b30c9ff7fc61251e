package dev.postern.target;

import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.target.OpenApiDocuments.Place;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problems;
import dev.postern.yaml.SourceFile;
import dev.postern.yaml.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an OpenAPI document says of an API, for whoever writes a target file that refers to it. Operations and schemes have
 * the names that the reader of target files gives them.
 *
 * @param title the title in {@code info}; empty where there is none
 * @param servers the URLs of {@code servers}, with the defaults of their variables put in
 * @param schemes what is declared under {@code securitySchemes}
 * @param operations all operations, in order
 */
public record OpenApiOutline(String title, List<String> servers, List<Security> schemes, List<Described> operations) {

    private static final Pattern COUNT_HEADER =
            Pattern.compile("(?i)(x-)?rate-?limit(-(limit|remaining|reset|policy|requests).*)?|x-rate-limit-.*");

    private static final Pattern LIMIT_HEADER = Pattern.compile("(?i)(x-)?rate-?limit(-limit)?");

    /** Keeps immutable copies. */
    public OpenApiOutline {
        servers = List.copyOf(servers);
        schemes = List.copyOf(schemes);
        operations = List.copyOf(operations);
    }

    /**
     * One security scheme.
     *
     * @param name the name that the target's scheme must have to be the same
     * @param declaration what the document says of it
     * @param scheme the scheme that follows from that; empty where Postern has none of the kind
     */
    public record Security(String name, Value declaration, Optional<Scheme> scheme) {}

    /**
     * One operation.
     *
     * @param open whether anybody may call it
     * @param silent whether nothing in the document says who may call it, so that it counts as open
     * @param schemes names of the schemes by any of which it may be called
     * @param scopes scopes that it requires
     * @param valueless its path parameters for which the document gives no example
     * @param lacks what else it asks for without giving an example: {@code query page}, {@code header X-Org}, {@code body}
     * @param unusable why it would be left out, if so
     * @param destructive whether calling it may change something
     * @param actionWord the word by which an operation whose method only reads says that it acts
     * @param throttling what the document says of a rate limit
     */
    public record Described(
            String id,
            String method,
            String path,
            boolean open,
            boolean silent,
            List<String> schemes,
            List<String> scopes,
            List<String> tags,
            List<String> valueless,
            List<String> lacks,
            Optional<String> unusable,
            boolean destructive,
            Optional<String> actionWord,
            Optional<Throttling> throttling) {
        /** Keeps immutable copies. */
        public Described {
            schemes = List.copyOf(schemes);
            scopes = List.copyOf(scopes);
            tags = List.copyOf(tags);
            valueless = List.copyOf(valueless);
            lacks = List.copyOf(lacks);
        }

        /** {@code GET /orders/{id}}. */
        public String label() {
            return method + " " + path;
        }
    }

    /**
     * A sign of a rate limit.
     *
     * @param sign what it is: {@code a response 429}, or the name of a header
     * @param requests how many requests are admitted, where an example says so
     */
    public record Throttling(String sign, OptionalInt requests) {}

    /**
     * Reads a document, and files that it refers to. No URL is fetched.
     *
     * @throws InvalidFileException with all problems of the document
     */
    public static OpenApiOutline read(Path file) {
        var problems = new Problems();
        var name = SourceFile.nameOf(file);
        var reader = new OpenApiReader(file, name, new Position(name, 0, 0), new LinkedHashMap<>(), problems);
        reader.read(Optional.empty());
        problems.throwIfAny();
        var root = reader.root().orElseThrow(() -> new IllegalStateException("no document, and no problem: " + file));
        var operations = reader.described().entrySet().stream()
                .map(e -> described(reader, e.getKey(), e.getValue()))
                .toList();
        return new OpenApiOutline(
                root.value()
                        .get("info")
                        .flatMap(i -> i.get("title"))
                        .map(Value::text)
                        .orElse(""),
                OpenApiReader.servers(root.value()),
                schemes(root, reader.documents()),
                operations);
    }

    private static List<Security> schemes(Place root, OpenApiDocuments documents) {
        var all = new ArrayList<Security>();
        root.value()
                .get("components")
                .flatMap(c -> c.get("securitySchemes"))
                .map(Value::entries)
                .orElse(Map.of())
                .forEach((written, declared) -> {
                    var name = Names.asName(written);
                    documents
                            .follow(new Place(root.document(), declared))
                            .map(Place::value)
                            .ifPresent(v -> all.add(new Security(name, v, OpenApiSecurity.made(name, v))));
                });
        return all;
    }

    private static Described described(OpenApiReader reader, OperationDraft draft, Place place) {
        var tags = place.value().get("tags").map(Value::items).orElse(List.of());
        return new Described(
                draft.id,
                draft.call.method(),
                draft.call.path(),
                draft.open.orElse(false),
                reader.isSilentlyOpen(draft),
                draft.schemes,
                draft.scopes,
                tags.stream().map(Value::text).toList(),
                Names.parameters(draft.call.path()).orElse(List.of()).stream()
                        .filter(p -> !draft.with.containsKey(p))
                        .distinct()
                        .toList(),
                List.copyOf(draft.lacks.keySet()),
                draft.unusable,
                draft.isDestructive(),
                draft.actionWord(),
                throttling(place, reader.documents()));
    }

    /** The first sign of a limit: best a header that gives a number, else any header, else a response 429. */
    private static Optional<Throttling> throttling(Place operation, OpenApiDocuments documents) {
        var signs = new ArrayList<Throttling>();
        var responses = operation.value().get("responses").map(Value::entries).orElse(Map.of());
        responses.forEach((status, response) -> {
            documents
                    .follow(new Place(operation.document(), response))
                    .ifPresent(r -> headers(r, documents).forEach(signs::add));
            if (status.equals("429")) {
                signs.add(new Throttling("a response 429", OptionalInt.empty()));
            }
        });
        return signs.stream()
                .filter(s -> s.requests().isPresent())
                .findFirst()
                .or(() -> signs.stream().findFirst());
    }

    private static Stream<Throttling> headers(Place response, OpenApiDocuments documents) {
        return response.value().get("headers").map(Value::entries).orElse(Map.of()).entrySet().stream()
                .filter(h -> COUNT_HEADER.matcher(h.getKey()).matches())
                .map(h -> new Throttling(
                        h.getKey(),
                        LIMIT_HEADER.matcher(h.getKey()).matches()
                                ? number(new Place(response.document(), h.getValue()), documents)
                                : OptionalInt.empty()));
    }

    private static OptionalInt number(Place header, OpenApiDocuments documents) {
        return documents
                .follow(header)
                .flatMap(h -> new OpenApiExamples(documents).ofParameter(h))
                .map(OpenApiExamples::asText)
                .filter(t -> t.matches("[1-9][0-9]{0,5}"))
                .map(t -> OptionalInt.of(Integer.parseInt(t)))
                .orElse(OptionalInt.empty());
    }
}

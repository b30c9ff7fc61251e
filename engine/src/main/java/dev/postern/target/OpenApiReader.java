package dev.postern.target;

import dev.postern.api.target.Position;
import dev.postern.api.target.Scheme;
import dev.postern.target.OpenApiDocuments.Place;
import dev.postern.target.OperationDraft.Lack;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import dev.postern.yaml.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the operations of an OpenAPI document (3.0, 3.1, 3.2) by itself, for places in the document and because a
 * reference to a URL must never be fetched.
 */
final class OpenApiReader {

    private static final List<String> METHODS =
            List.of("get", "head", "options", "trace", "query", "post", "put", "patch", "delete");

    private final Path file;
    private final String name;
    private final Position namedAt;
    private final Map<String, Scheme> schemes;
    private final Problems problems;
    private final OpenApiDocuments documents;
    private final OpenApiExamples examples;
    private final Map<String, OperationDraft> drafts = new LinkedHashMap<>();
    private final Map<OperationDraft, Place> described = new LinkedHashMap<>();
    private final List<String> silentlyOpen = new ArrayList<>();
    private OpenApiSecurity security;
    private Place root;

    /**
     * @param name the name that messages give the document
     * @param namedAt where the target file names it
     * @param schemes the schemes of the target file; those that only the document declares are added
     */
    OpenApiReader(Path file, String name, Position namedAt, Map<String, Scheme> schemes, Problems problems) {
        this.file = file;
        this.name = name;
        this.namedAt = namedAt;
        this.schemes = schemes;
        this.problems = problems;
        this.documents = new OpenApiDocuments(problems);
        this.examples = new OpenApiExamples(documents);
    }

    /**
     * The operations of the document, in order; empty too where it cannot be read.
     *
     * @param basePath the path of the base URL, if that is known
     */
    List<OperationDraft> read(Optional<String> basePath) {
        var opened = documents.open(file, name, namedAt);
        if (opened.isEmpty() || !isOpenApi(opened.get().value())) {
            return List.of();
        }
        root = opened.get();
        security = new OpenApiSecurity(root, documents, schemes, problems);
        root.value().get("paths").ifPresent(this::paths);
        if (drafts.isEmpty() && problems.isClean()) {
            problems.warn(root.value().position(), "the OpenAPI document has no operations", "");
        }
        if (!silentlyOpen.isEmpty()) {
            problems.warn(
                    new Position(name, 0, 0),
                    silentlyOpen.size() + (silentlyOpen.size() == 1 ? " operation declares" : " operations declare")
                            + " no security and count as public: "
                            + Words.quoteAll(silentlyOpen.stream().limit(5).toList())
                            + (silentlyOpen.size() > 5 ? ", …" : ""),
                    "declare \"security\" in the document, or say under operations: what each requires");
        }
        basePath.ifPresent(this::compareServers);
        return List.copyOf(drafts.values());
    }

    /** The document itself, after it was read. */
    Optional<Place> root() {
        return Optional.ofNullable(root);
    }

    /** What it refers to. */
    OpenApiDocuments documents() {
        return documents;
    }

    /** Where each operation that was read is described. */
    Map<OperationDraft, Place> described() {
        return Collections.unmodifiableMap(described);
    }

    /** Whether nothing in the document says who may call that operation. */
    boolean isSilentlyOpen(OperationDraft draft) {
        return silentlyOpen.contains(draft.id);
    }

    private boolean isOpenApi(Value document) {
        var version = document.get("openapi");
        if (document.get("swagger").isPresent()) {
            problems.error(
                    document.get("swagger").get().position(),
                    "this is Swagger " + document.get("swagger").get().text()
                            + "; Postern reads OpenAPI 3.0, 3.1 and 3.2",
                    "convert the document to OpenAPI 3, or describe the operations in the target file");
            return false;
        }
        if (version.isEmpty()) {
            problems.error(
                    document.position(),
                    "this is not an OpenAPI document: it has no \"openapi\"",
                    "it starts with \"openapi: 3.1.0\" or the like");
            return false;
        }
        if (!version.get().text().matches("3\\.[012](\\..{0,20})?")) {
            problems.error(
                    version.get().position(),
                    "this is OpenAPI " + Words.quote(version.get().text()) + "; Postern reads OpenAPI 3.0, 3.1 and 3.2",
                    "");
            return false;
        }
        return true;
    }

    private void paths(Value paths) {
        if (!paths.is(Kind.MAPPING)) {
            problems.error(
                    paths.position(),
                    "\"paths\" must be a mapping, but is " + paths.kind().words(),
                    "");
        }
        for (var entry : paths.entries().values()) {
            var path = entry.key();
            if (path.startsWith("x-")) {
                continue;
            }
            if (!path.startsWith("/")
                    || Names.parameters(path).isEmpty()
                    || !Names.isFieldValue(path)
                    || path.length() > 2000) {
                problems.error(
                        entry.position(),
                        "the path " + Words.quote(path) + " does not start with \"/\", or its braces do not fit",
                        "");
                continue;
            }
            pathItem(path, new Place(root.document(), entry));
        }
    }

    private void pathItem(String path, Place written) {
        var referenced = documents.follow(written);
        var items = new ArrayList<Place>();
        items.add(written);
        referenced.filter(r -> r.value() != written.value()).ifPresent(items::add);
        var parameters = new ArrayList<Place>();
        for (var item : items) {
            if (!item.value().is(Kind.MAPPING)) {
                problems.error(item.value().position(), "the path " + Words.quote(path) + " must be a mapping", "");
                return;
            }
            item.value()
                    .get("parameters")
                    .ifPresent(p -> p.items().forEach(i -> parameters.add(new Place(item.document(), i))));
        }
        var seen = new HashSet<String>();
        for (var item : items) {
            for (var method : METHODS) {
                item.value()
                        .get(method)
                        .filter(o -> seen.add(method))
                        .ifPresent(o -> operation(
                                new Call(method.toUpperCase(Locale.ROOT), path),
                                new Place(item.document(), o),
                                parameters));
            }
            item.value()
                    .get("additionalOperations")
                    .ifPresent(more -> more.entries().values().forEach(o -> {
                        if (Names.isToken(o.key()) && seen.add(o.key())) {
                            operation(new Call(o.key(), path), new Place(item.document(), o), parameters);
                        }
                    }));
        }
    }

    private void operation(Call call, Place place, List<Place> shared) {
        var in = place.value();
        if (!in.is(Kind.MAPPING)) {
            problems.error(
                    in.position(),
                    call.method() + " " + call.path() + " must be a mapping, but is "
                            + in.kind().words(),
                    "");
            return;
        }
        var draft = new OperationDraft(id(call, in), call, in.position(), true);
        var earlier = drafts.putIfAbsent(draft.id, draft);
        if (earlier != null) {
            problems.error(
                    in.get("operationId").map(Value::position).orElse(in.position()),
                    "the operationId " + Words.quote(draft.id) + " stands twice",
                    "it stands already at " + earlier.position);
            return;
        }
        draft.summary = text(place, "summary");
        described.put(draft, place);
        if (security.apply(in.get("security"), draft)) {
            silentlyOpen.add(draft.id);
        }
        parameters(draft, place, shared);
        in.get("requestBody")
                .flatMap(b -> documents.follow(new Place(place.document(), b)))
                .ifPresent(b -> body(draft, b));
        in.get("x-postern").ifPresent(x -> {
            var extension = Mapping.of(x, draft.owner(), OpenApiReader::plain, problems);
            extension.allowing(Section.OPERATION.keys().stream()
                    .filter(k -> !k.equals("call"))
                    .toList());
            draft.apply(extension, OpenApiReader::plain, schemes.keySet());
        });
    }

    /** A document may be somebody else's: nothing of this machine is put into what it says. */
    private static Optional<String> plain(Value scalar, String words, Texts.Use use) {
        return Optional.of(scalar.text());
    }

    private String id(Call call, Value operation) {
        var given = operation.get("operationId").map(Value::text).filter(i -> !i.isBlank());
        if (given.isPresent()) {
            return cleaned(given.get(), "[\\s|\\p{Cntrl}]+");
        }
        var made = call.method().toLowerCase(Locale.ROOT)
                + cleaned(call.path(), "[^A-Za-z0-9_.-]+").replaceAll("-+$", "");
        var id = made;
        for (var n = 2; drafts.containsKey(id); n++) {
            id = made + "-" + n;
        }
        return id;
    }

    private static String cleaned(String text, String unwanted) {
        var clean = text.replaceAll(unwanted, "-");
        return clean.length() > 200 ? clean.substring(0, 200) : clean;
    }

    private void parameters(OperationDraft draft, Place place, List<Place> shared) {
        var own = place.value().get("parameters").map(Value::items).orElse(List.of());
        var all = new LinkedHashMap<String, Place>();
        shared.forEach(p -> add(all, p));
        own.forEach(p -> add(all, new Place(place.document(), p)));
        all.values().forEach(p -> parameter(draft, p));
    }

    /** An operation's own parameter of the same name and place wins over that of its path. */
    private void add(Map<String, Place> all, Place written) {
        documents.follow(written).ifPresent(p -> all.put(text(p, "in") + " " + text(p, "name"), p));
    }

    private static String text(Place place, String key) {
        return place.value().get(key).map(Value::text).orElse("");
    }

    private void parameter(OperationDraft draft, Place place) {
        var parameter = text(place, "name");
        var required = text(place, "required").equals("true");
        var example = examples.ofParameter(place).map(OpenApiExamples::asText);
        switch (text(place, "in")) {
            case "path" -> {
                if (Names.parameters(draft.call.path()).orElse(List.of()).contains(parameter)) {
                    example.filter(e -> !e.isEmpty()).ifPresent(e -> draft.example(parameter, e));
                }
            }
            case "query" -> {
                if (required && !isCredential(draft, Scheme.Carrier.QUERY, parameter)) {
                    example.ifPresentOrElse(
                            e -> draft.query.put(parameter, e), () -> lack(draft, "query", parameter, "query"));
                }
            }
            case "header" -> header(draft, parameter, required, example);
            default -> {
                if (required
                        && text(place, "in").equals("cookie")
                        && !isCredential(draft, Scheme.Carrier.COOKIE, parameter)) {
                    example.filter(Names::isFieldValue)
                            .ifPresentOrElse(
                                    e -> draft.headers.merge("Cookie", parameter + "=" + e, (a, b) -> a + "; " + b),
                                    () -> lack(draft, "cookie", parameter, "headers: Cookie"));
                }
            }
        }
    }

    /** OpenAPI ignores parameters of these names: other parts of it describe them. */
    private static final Set<String> NOT_PARAMETERS = Set.of("accept", "content-type", "authorization");

    private void header(OperationDraft draft, String parameter, boolean required, Optional<String> example) {
        if (!required
                || NOT_PARAMETERS.contains(parameter.toLowerCase(Locale.ROOT))
                || !Names.isToken(parameter)
                || isCredential(draft, Scheme.Carrier.HEADER, parameter)) {
            return;
        }
        example.filter(Names::isFieldValue)
                .ifPresentOrElse(
                        e -> draft.headers.put(parameter, e), () -> lack(draft, "header", parameter, "headers"));
    }

    /** Whether a parameter is where a scheme of the operation carries its credential: then it is no parameter. */
    private boolean isCredential(OperationDraft draft, Scheme.Carrier carrier, String parameter) {
        return draft.schemes.stream()
                .map(schemes::get)
                .anyMatch(s -> (s instanceof Scheme.ApiKey key
                                && key.in() == carrier
                                && key.parameter().equalsIgnoreCase(parameter))
                        || (s instanceof Scheme.Session session
                                && carrier == Scheme.Carrier.COOKIE
                                && session.cookie().equals(parameter)));
    }

    private static void lack(OperationDraft draft, String where, String parameter, String under) {
        draft.lacks.put(
                where + " " + parameter,
                new Lack(
                        where + " parameter " + Words.quote(parameter) + " of " + draft.owner()
                                + " is required, but has no example",
                        "give it under operations: " + draft.id + ": " + under + ": …"));
    }

    private void body(OperationDraft draft, Place place) {
        var example = examples.ofBody(place);
        example.ifPresent(e -> {
            draft.body = e.content();
            draft.contentType = Optional.of(e.contentType());
        });
        if (example.isEmpty() && text(place, "required").equals("true")) {
            draft.lacks.put(
                    "body",
                    new Lack(
                            "the body of " + draft.owner() + " is required, but has no example",
                            "give it under operations: " + draft.id + ": body: …"));
        }
    }

    /** The base URL of the target file wins; where the document's path differs, that may be a mistake. */
    private void compareServers(String basePath) {
        var paths = new LinkedHashSet<String>();
        servers(root.value()).forEach(url -> paths.add(path(url)));
        if (!paths.isEmpty() && !paths.contains(withoutSlash(basePath == null ? "" : basePath))) {
            problems.warn(
                    root.value().get("servers").orElseThrow().position(),
                    "the servers of the document have the path " + Words.quoteAll(paths) + ", baseUrl has another",
                    "baseUrl is used; add the path to it if the target answers there");
        }
    }

    /** The URLs of the servers, with the defaults of their variables put in. */
    static List<String> servers(Value document) {
        return document.get("servers").map(Value::items).orElse(List.of()).stream()
                .map(OpenApiReader::url)
                .toList();
    }

    private static String url(Value server) {
        var url = server.get("url").map(Value::text).orElse("");
        for (var variable :
                server.get("variables").map(v -> v.entries().values()).orElse(List.of())) {
            url = url.replace(
                    "{" + variable.key() + "}",
                    variable.get("default").map(Value::text).orElse(""));
        }
        return url;
    }

    private static String path(String url) {
        var authority = url.indexOf("://");
        if (authority < 0) {
            return withoutSlash(url);
        }
        var slash = url.indexOf('/', authority + 3);
        return withoutSlash(slash < 0 ? "" : url.substring(slash));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

package dev.postern.draft;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postern.api.http.Header;
import dev.postern.target.ActionName;
import dev.postern.target.Names;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Draws the operation that a request calls. What the request says of the caller was taken out of it before. */
final class CurlOperation {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The reader of target files takes 100 levels. */
    private static final int DEEPEST = 80;

    private static final int LONGEST_ID = 80;

    /** What a browser or a tool says of itself and of its page: an API does not ask for it, and some of it makes a 304. */
    private static final Pattern NOISE =
            Pattern.compile("(?i)sec-.*|accept-(?:language|encoding)|cache-control|pragma|priority"
                    + "|dnt|connection|host|content-length|te|upgrade-insecure-requests|postman-token|if-.*|origin|referer|expect"
                    + "|x-requested-with|x-client-data|proxy-.*");

    private static final Pattern TOOL = Pattern.compile("(?:Mozilla/|PostmanRuntime|curl/|insomnia/|HTTPie/).*");
    private static final Pattern OBJECT = Pattern.compile("[0-9]+|(?i:[0-9a-f]{24})");

    final String method;
    /** With parameters in the place of secrets. */
    final String path;

    private final CurlRequest request;
    private final Hiding hiding;
    private final Variables variables;
    private final Path targetFile;
    private final Map<String, Scalar> with = new LinkedHashMap<>();
    private final Map<String, String> objects = new LinkedHashMap<>();
    private final Set<String> schemes = new LinkedHashSet<>();

    /** @param path the path of the request, relative to the base URL */
    CurlOperation(CurlRequest request, String path, Hiding hiding, Variables variables, Path targetFile) {
        this.method = request.method;
        this.request = request;
        this.hiding = hiding;
        this.variables = variables;
        this.targetFile = targetFile;
        this.path = List.of(path.split("/", -1)).stream().map(this::segment).collect(Collectors.joining("/"));
    }

    /** It is called with that scheme. */
    void accept(String scheme) {
        schemes.add(scheme);
    }

    /** The name that an OpenAPI document without names would lead to. */
    String id() {
        var id = method.toLowerCase(Locale.ROOT)
                + path.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("-+$", "");
        return id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
    }

    /** A parameter where the segment is one, or hides a secret. */
    private String segment(String segment) {
        for (var parameter : Names.parameters(segment).orElse(List.of())) {
            var variable = Variables.name(parameter);
            variables.mention(variable, "the parameter {" + parameter + "} of the path");
            with.put(parameter, Scalar.variable(variable));
        }
        if (segment.contains("{")) {
            return segment;
        }
        if (SecretSigns.isUuid(segment) || OBJECT.matcher(segment).matches()) {
            objects.put(segment, parameterFor(segment));
            return segment;
        }
        var hidden = SecretSigns.isRandom(segment)
                ? hiding.whole(segment, "path secret", "a secret in the path")
                : hiding.within(segment, "path secret", "a secret in the path");
        if (!Marks.hasAny(hidden)) {
            return segment;
        }
        var name = with.containsKey("secret") ? "secret" + (with.size() + 1) : "secret";
        with.put(name, Marks.scalar(hidden));
        return "{" + name + "}";
    }

    /** {@code orderId} behind {@code /orders/}. */
    private String parameterFor(String segment) {
        var before = request.path.substring(0, request.path.indexOf("/" + segment));
        var collection = before.substring(before.lastIndexOf('/') + 1).replaceAll("[^A-Za-z]", "");
        var one = collection.endsWith("ies")
                ? collection.substring(0, collection.length() - 3) + "y"
                : collection.replaceFirst("s$", "");
        var name = one.isEmpty() ? "id" : one.substring(0, 1).toLowerCase(Locale.ROOT) + one.substring(1) + "Id";
        return objects.containsValue(name) ? name + (objects.size() + 1) : name;
    }

    Block draw() {
        var operation = new Block();
        request.remarks.forEach(operation::remark);
        operation.put("call", Scalar.literal(method + " " + path));
        suggestParameters(operation);
        if (schemes.isEmpty()) {
            operation.put("public", Scalar.bare("true"), "the command sends no credential; else say what it requires");
        } else {
            operation.put("requires", requires());
        }
        query(operation);
        headers(operation);
        if (!with.isEmpty()) {
            var block = new Block();
            with.forEach(block::put);
            operation.put("with", block);
        }
        request.body.ifPresent(b -> body(operation, b));
        if (!List.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY").contains(method)) {
            operation.suggest(
                    "destructive",
                    Scalar.bare("false"),
                    method + " may change something, and is not called without this");
        } else {
            ActionName.of("", path, "")
                    .ifPresent(word -> operation.put(
                            "destructive",
                            Scalar.bare("true"),
                            "since \"" + word + "\" says that it acts; false if it only reads"));
        }
        return operation;
    }

    private Block requires() {
        var names = schemes.stream().map(Scalar::literal).toList();
        var requires = new Block();
        if (names.size() == 1) {
            requires.put("scheme", names.get(0));
        } else {
            requires.put("scheme", names, "any one of them");
        }
        return requires.suggest(
                        "scopes", List.of(Scalar.literal("orders:read")), "if it needs any; identities have them too")
                .suggest("roles", List.of(Scalar.literal("admin")), "any one of them")
                .suggest("tenant", Scalar.literal(tenant()), "the parameter that names the caller's tenant");
    }

    private String tenant() {
        var inHeader = request.headers.stream()
                .map(Header::name)
                .filter(n -> Rights.isTenant(n.replaceFirst("(?i)^x-", "")))
                .findFirst()
                .map(n -> "header." + n);
        return inHeader.or(() -> request.query.stream()
                        .map(Header::name)
                        .filter(Rights::isTenant)
                        .findFirst()
                        .map(n -> "query." + n))
                .orElse("path.tenant");
    }

    private void suggestParameters(Block operation) {
        if (objects.isEmpty()) {
            return;
        }
        var template = path;
        var values = new Block();
        for (var object : objects.entrySet()) {
            template = template.replaceFirst(
                    "(?<=/)" + Pattern.quote(object.getKey()) + "(?=/|$)", "{" + object.getValue() + "}");
            values.put(object.getValue(), Scalar.literal(object.getKey()));
        }
        operation
                .remark("An object stands in the path. As a parameter, each identity can have its own:")
                .suggest("call", Scalar.literal(method + " " + template), "")
                .suggest("with", values, "");
    }

    private void query(Block operation) {
        var query = new LinkedHashMap<String, String>();
        var repeated = new LinkedHashSet<String>();
        for (var parameter : request.query) {
            if (query.putIfAbsent(parameter.name(), parameter.value()) != null) {
                repeated.add(parameter.name());
            }
        }
        if (query.isEmpty()) {
            return;
        }
        var block = new Block();
        if (query.keySet().removeIf(hiding::isTold)) {
            operation.remark("Left out: a query parameter whose very name may be a secret.");
        }
        query.forEach((name, value) -> block.put(
                visible(name), Marks.scalar(hiding.value(name, value, "the query parameter " + visible(name)))));
        operation.put(
                "query",
                block,
                repeated.isEmpty()
                        ? ""
                        : "of those that stood several times the first: " + String.join(", ", repeated));
    }

    /** Whether a header is the tool's, and no API asks for it. */
    static boolean isNoise(String header) {
        return NOISE.matcher(header).matches();
    }

    /** A name as a key, of which nothing is put in. */
    private static String visible(String name) {
        return Marks.replace(name, "\\${$1}");
    }

    private void headers(Block operation) {
        var kept = new LinkedHashMap<String, Header>();
        var left = new ArrayList<String>();
        for (var header : request.headers) {
            var isTool = header.is("User-Agent") && TOOL.matcher(header.value()).matches();
            if (isTool || isNoise(header.name())) {
                left.add(header.name().toLowerCase(Locale.ROOT));
            } else if (!(header.is("Accept") && header.value().equals("*/*"))) {
                kept.putIfAbsent(header.name().toLowerCase(Locale.ROOT), header);
            }
        }
        request.cookies.forEach(c -> left.add("cookie " + visible(c.name())));
        if (!kept.isEmpty()) {
            var block = new Block();
            kept.values()
                    .forEach(h -> block.put(
                            h.name(), Marks.scalar(hiding.value(h.name(), h.value(), "the header " + h.name()))));
            operation.put("headers", block);
        }
        if (!left.isEmpty()) {
            operation.remark("Left out of the headers: " + String.join(", ", left) + ".");
        }
    }

    private void body(Block operation, String body) {
        var type = request.contentType.filter(t -> !t.isBlank()).orElse("text/plain");
        if (request.bodyIsFile) {
            file(body)
                    .ifPresentOrElse(
                            f -> operation.put(
                                    "body", Scalar.filled("${file:" + f + "}"), "less one line end at its end"),
                            () -> operation.remark(
                                    "The body is in a file whose name cannot stand here: give it under \"body\"."));
            if (file(body).isPresent()) {
                operation.put("contentType", Scalar.literal(type));
            }
            return;
        }
        var json = type.toLowerCase(Locale.ROOT).contains("json") ? tree(body) : Optional.<JsonNode>empty();
        if (json.isPresent()) {
            operation.put("body", hiding.json("", json.get()));
            if (!type.equals("application/json")) {
                operation.put("contentType", Scalar.literal(type));
            }
            return;
        }
        if (body.isEmpty()) {
            return;
        }
        var isForm = type.toLowerCase(Locale.ROOT).contains("form-urlencoded");
        var looksForm = isForm && !body.stripLeading().matches("(?s)[\\[{<].*");
        var hidden = looksForm ? hiding.form(body) : hiding.within(body, "body secret", "the body");
        operation
                .put("body", Marks.scalar(hidden))
                .put(
                        "contentType",
                        Scalar.literal(type),
                        isForm && !looksForm
                                ? "curl says so where nothing else is said; application/json may be meant"
                                : "");
    }

    /** The path of a file, relative to the folder of the target file. */
    private Optional<String> file(String name) {
        if (Marks.hasAny(name) || name.contains("}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sketch.relative(targetFile, Path.of(name)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** JSON that a target file can hold as a mapping or list; else it is written as a text. */
    private Optional<JsonNode> tree(String body) {
        try {
            var tree = JSON.readTree(body);
            return tree != null && tree.isContainerNode() && isPlain(tree, 0) ? Optional.of(tree) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean isPlain(JsonNode node, int depth) {
        if (node.isNumber()) {
            return node.asText().length() <= 30 && Double.isFinite(node.asDouble());
        }
        if (depth > DEEPEST || node.properties().stream().anyMatch(e -> hiding.isTold(e.getKey()))) {
            return false;
        }
        for (var inner : node) {
            if (!isPlain(inner, depth + 1)) {
                return false;
            }
        }
        return true;
    }
}

package dev.postern.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.postern.api.http.Content;
import dev.postern.target.OpenApiDocuments.Document;
import dev.postern.target.OpenApiDocuments.Place;
import dev.postern.yaml.Value;
import dev.postern.yaml.Value.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the values that an OpenAPI document gives for parameters and bodies. It invents none. */
final class OpenApiExamples {

    /** A schema that is built of more parts is not worth an example; also the end of schemas that contain themselves. */
    private static final int MOST_PARTS = 500;

    private static final int DEEPEST = 8;

    private final OpenApiDocuments documents;

    OpenApiExamples(OpenApiDocuments documents) {
        this.documents = documents;
    }

    /** A request body. */
    record Body(Content content, String contentType) {}

    /** The value of a parameter. */
    Optional<JsonNode> ofParameter(Place parameter) {
        return given(parameter)
                .or(() -> parameter.value().get("schema").flatMap(s -> ofSchema(new Place(parameter.document(), s))))
                .or(() -> parameter
                        .value()
                        .get("content")
                        .flatMap(c -> c.entries().values().stream().findFirst())
                        .flatMap(m -> ofMedia(new Place(parameter.document(), m))));
    }

    /** The body, in the content type that says most clearly what it is. */
    Optional<Body> ofBody(Place body) {
        var media = new ArrayList<Value>(
                body.value().get("content").map(c -> c.entries().values()).orElse(List.of()));
        media.sort(Comparator.comparingInt(OpenApiExamples::rank));
        for (var medium : media) {
            var type = medium.key();
            if (rank(medium) < 4 && Names.isFieldValue(type)) {
                var made = ofMedia(new Place(body.document(), medium)).map(n -> new Body(encoded(n, type), type));
                if (made.isPresent()) {
                    return made;
                }
            }
        }
        return Optional.empty();
    }

    private static int rank(Value medium) {
        var type = medium.key().toLowerCase(Locale.ROOT);
        if (type.startsWith("application/json")) {
            return 0;
        }
        if (type.contains("json")) {
            return 1;
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return 2;
        }
        return type.startsWith("multipart/") || type.contains("*") ? 4 : 3;
    }

    private static Content encoded(JsonNode value, String type) {
        if (type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded") && value.isObject()) {
            return Content.of(value.properties().stream()
                    .map(e -> form(e.getKey()) + "=" + form(asText(e.getValue())))
                    .collect(Collectors.joining("&")));
        }
        return Content.of(type.contains("json") ? value.toString() : asText(value));
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As a parameter writes it: the items of a list with commas. */
    static String asText(JsonNode value) {
        if (value.isArray()) {
            var items = new ArrayList<String>();
            value.forEach(i -> items.add(asText(i)));
            return String.join(",", items);
        }
        return value.isObject() ? value.toString() : value.asText();
    }

    private Optional<JsonNode> ofMedia(Place media) {
        return given(media)
                .or(() -> media.value().get("schema").flatMap(s -> ofSchema(new Place(media.document(), s))));
    }

    /** {@code example}, or the first of {@code examples}. */
    private Optional<JsonNode> given(Place place) {
        return present(place.value().get("example"))
                .or(() -> place.value().get("examples").stream()
                        .flatMap(e -> e.entries().values().stream())
                        .flatMap(e -> documents.follow(new Place(place.document(), e)).stream())
                        .flatMap(e -> present(
                                e.value().get("value").or(() -> e.value().get("dataValue")))
                                .stream())
                        .findFirst());
    }

    private Optional<JsonNode> ofSchema(Place schema) {
        return new Walk().schema(schema, 0);
    }

    private static Optional<JsonNode> present(Optional<Value> value) {
        return value.map(Value::json);
    }

    /** One way through a schema. */
    private final class Walk {

        private int parts;
        /** Schemas that the one at hand is inside of: one that contains itself ends there. */
        private final Set<Value> around = Collections.newSetFromMap(new IdentityHashMap<>());

        Optional<JsonNode> schema(Place written, int depth) {
            if (depth > DEEPEST || parts++ > MOST_PARTS) {
                return Optional.empty();
            }
            var place = documents.follow(written);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            var in = place.get().value();
            if (!around.add(in)) {
                return Optional.empty();
            }
            var document = place.get().document();
            var found = present(in.get("example"))
                    .or(() -> present(
                            in.get("examples").flatMap(e -> e.items().stream().findFirst())))
                    .or(() -> present(in.get("default")))
                    .or(() -> present(in.get("const")))
                    .or(() -> present(
                            in.get("enum").flatMap(e -> e.items().stream().findFirst())))
                    .or(() -> object(in, document, depth))
                    .or(() -> in.get("items")
                            .flatMap(i -> schema(new Place(document, i), depth + 1))
                            .map(i -> JsonNodeFactory.instance.arrayNode().add(i)));
            around.remove(in);
            return found;
        }

        /** Of its properties with an example; empty where a required one has none. */
        private Optional<JsonNode> object(Value in, Document document, int depth) {
            var before = List.copyOf(around);
            var properties = new ArrayList<Value>();
            var required = new ArrayList<String>();
            collect(new Place(document, in), properties, required, depth);
            var made = JsonNodeFactory.instance.objectNode();
            for (var property : properties) {
                schema(new Place(document, property), depth + 1).ifPresent(v -> made.set(property.key(), v));
            }
            around.retainAll(before);
            return made.isEmpty() || !required.stream().allMatch(made::has) ? Optional.empty() : Optional.of(made);
        }

        /** Properties of the schema and of all that it is put together of, in the same file. */
        private void collect(Place schema, List<Value> properties, List<String> required, int depth) {
            properties.addAll(schema.value()
                    .get("properties")
                    .map(p -> p.entries().values())
                    .orElse(List.of()));
            schema.value().get("required").ifPresent(r -> r.items().forEach(i -> required.add(i.text())));
            if (depth < DEEPEST && parts++ < MOST_PARTS) {
                schema.value()
                        .get("allOf")
                        .filter(a -> a.is(Kind.LIST))
                        .ifPresent(a -> a.items()
                                .forEach(part -> documents
                                        .follow(new Place(schema.document(), part))
                                        .filter(p -> p.document().equals(schema.document()))
                                        .filter(p -> around.add(p.value()))
                                        .ifPresent(p -> collect(p, properties, required, depth + 1))));
            }
        }
    }
}

package dev.postern.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.postern.api.target.Position;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A value in a file, with its place. Immutable but for its tree being large; its depth is limited by the reader. */
public final class Value {

    /** What a value is. */
    public enum Kind {
        MAPPING("a mapping"),
        LIST("a list"),
        TEXT("a text"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NOTHING("empty");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As messages say it. */
        public String words() {
            return words;
        }
    }

    private final Kind kind;
    private final Position position;
    private final String key;
    private final String text;
    private final Map<String, Value> entries;
    private final List<Value> items;

    private Value(
            Kind kind, Position position, String key, String text, Map<String, Value> entries, List<Value> items) {
        this.kind = kind;
        this.position = position;
        this.key = key;
        this.text = text;
        this.entries = Collections.unmodifiableMap(entries);
        this.items = Collections.unmodifiableList(items);
    }

    static Value scalar(Kind kind, Position position, String key, String text) {
        return new Value(kind, position, key, text, Map.of(), List.of());
    }

    static Value mapping(Position position, String key, Map<String, Value> entries) {
        return new Value(Kind.MAPPING, position, key, "", entries, List.of());
    }

    static Value list(Position position, String key, List<Value> items) {
        return new Value(Kind.LIST, position, key, "", Map.of(), items);
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Whether it is of that kind. */
    public boolean is(Kind other) {
        return kind == other;
    }

    /** Whether it is a text, a number, or true or false. */
    public boolean isScalar() {
        return kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
    }

    /** Whether it is nothing, or an empty text. */
    public boolean isBlank() {
        return kind == Kind.NOTHING || (kind == Kind.TEXT && text.isEmpty());
    }

    /** Where it is: the place of its key, where it has one. */
    public Position position() {
        return position;
    }

    /** Its key in the mapping around it; empty for an item of a list and for a whole file. */
    public String key() {
        return key;
    }

    /** A scalar as it is written, {@code 1.10} and {@code 017} included; empty for anything else. */
    public String text() {
        return text;
    }

    /** The entries of a mapping, in order; empty for anything else. */
    public Map<String, Value> entries() {
        return entries;
    }

    /** The items of a list, in order; empty for anything else. */
    public List<Value> items() {
        return items;
    }

    /** The value of a key; empty too where it is absent or written without a value. */
    public Optional<Value> get(String name) {
        return Optional.ofNullable(entries.get(name)).filter(v -> !v.is(Kind.NOTHING));
    }

    /**
     * The value at a JSON pointer (RFC 6901).
     *
     * @param pointer {@code ""} for this value, else {@code /a/0/b}; anything else finds nothing
     */
    public Optional<Value> at(String pointer) {
        JsonPointer rest;
        try {
            rest = JsonPointer.compile(pointer);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        var here = this;
        while (!rest.matches() && here != null) {
            here = here.is(Kind.LIST)
                    ? here.item(rest.getMatchingIndex())
                    : here.entries.get(rest.getMatchingProperty());
            rest = rest.tail();
        }
        return Optional.ofNullable(here);
    }

    private Value item(int index) {
        return index >= 0 && index < items.size() ? items.get(index) : null;
    }

    /** The same as a tree of Jackson. */
    public JsonNode json() {
        return json(Value::text);
    }

    /**
     * The same as a tree of Jackson, with every text replaced.
     *
     * @param texts what to write in place of a text; asked for texts only, not for keys
     */
    public JsonNode json(Function<Value, String> texts) {
        var make = JsonNodeFactory.instance;
        return switch (kind) {
            case NOTHING -> make.nullNode();
            case BOOLEAN -> make.booleanNode(text.equals("true"));
            case NUMBER -> Numbers.node(text);
            case TEXT -> make.textNode(texts.apply(this));
            case LIST -> {
                var node = make.arrayNode(items.size());
                items.forEach(i -> node.add(i.json(texts)));
                yield node;
            }
            case MAPPING -> {
                var node = make.objectNode();
                entries.forEach((k, v) -> node.set(k, v.json(texts)));
                yield node;
            }
        };
    }

    /** What it is and where; not the text, which may be a secret. */
    @Override
    public String toString() {
        return kind.words() + " at " + position;
    }
}

package dev.postern.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** How a program that has read a JSON text writes it again: the values are the same, the bytes are not. */
enum JsonLayout {
    /** {@code {"a":"b","c":"d"}}. */
    COMPACT("without blanks", "JSON.stringify, Jackson, serde_json", false, "", false),
    /** {@code {"a": "b", "c": "d"}}. */
    SPACED("with a blank after each colon and comma", "Python's json.dumps; CVE-2026-48526", true, "", false),
    /** One member on a line. */
    INDENTED("indented by two blanks", "JSON.stringify(key, null, 2); json.dumps with indent=2", true, "  ", false),
    /** As {@link #COMPACT}, the members sorted. */
    SORTED("with sorted members", "Go's encoding/json writes maps like that, and Rust's serde_json", false, "", true),
    /** As {@link #SPACED}, the members sorted. */
    SORTED_SPACED(
            "with sorted members and blanks", "Python's json.dumps with sort_keys; CVE-2026-48526", true, "", true);

    private final String words;
    private final String comment;
    private final boolean spaced;
    private final String indent;
    private final boolean sorted;

    JsonLayout(String words, String comment, boolean spaced, String indent, boolean sorted) {
        this.words = words;
        this.comment = comment;
        this.spaced = spaced;
        this.indent = indent;
        this.sorted = sorted;
    }

    /** What is special about this layout, to follow the name of what is written. */
    String words() {
        return words;
    }

    /** Which programs write like this. */
    String comment() {
        return comment;
    }

    /** The same JSON in this layout; a text that is not JSON stays as it is. */
    String of(String json) {
        return Json.read(json).map(value -> written(value, "\n")).orElse(json);
    }

    /** @param line the line end with the indentation of the enclosing value */
    private String written(JsonNode value, String line) {
        if (!value.isContainerNode() || value.isEmpty()) {
            return Json.write(value);
        }
        String inner = line + indent;
        List<String> items = new ArrayList<>();
        if (value instanceof ObjectNode object) {
            for (String name : names(object)) {
                items.add(Json.write(name) + (spaced ? ": " : ":") + written(object.get(name), inner));
            }
            return enclosed("{", items, "}", line);
        }
        value.forEach(item -> items.add(written(item, inner)));
        return enclosed("[", items, "]", line);
    }

    private List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (sorted) {
            Collections.sort(names);
        }
        return names;
    }

    private String enclosed(String open, List<String> items, String close, String line) {
        if (indent.isEmpty()) {
            return items.stream().collect(Collectors.joining(spaced ? ", " : ",", open, close));
        }
        String inner = line + indent;
        return items.stream().collect(Collectors.joining("," + inner, open + inner, line + close));
    }
}

package dev.postern.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * Reads a body as a list of places, in document order. Streams, so that a body that was cut off still gives what came
 * before the cut, and so that hostile nesting costs no stack.
 */
final class Flattening {

    /** Deeper bodies are read as text: pointers grow with the depth, and so would memory. */
    private static final int MAX_DEPTH = 200;

    /**
     * Characters of all pointers together, past which the rest of a body is left out: below a long name, many items would
     * fill the memory.
     */
    private static final int MAX_WRITTEN = 8 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Flattening() {}

    /**
     * The places of a JSON text, or of a sequence of them.
     *
     * @param cut whether the text may end too early
     * @return empty where it is no JSON
     */
    static Optional<List<Node>> json(String text, boolean cut) {
        var reading = new JsonReading();
        try (var parser = JSON.createParser(text)) {
            for (var token = parser.nextToken(); token != null && !reading.isFull(); token = parser.nextToken()) {
                reading.accept(token, token == JsonToken.FIELD_NAME ? parser.currentName() : parser.getText());
            }
            return reading.nodes.isEmpty() ? Optional.empty() : Optional.of(reading.finish());
        } catch (IOException notJson) {
            return cut && !reading.nodes.isEmpty() ? Optional.of(reading.finish()) : Optional.empty();
        }
    }

    /**
     * The places of an XML text; document types are not read (CWE-611).
     *
     * @param cut whether the text may end too early
     * @return empty where it is no XML
     */
    static Optional<List<Node>> xml(String text, boolean cut) {
        var nodes = new ArrayList<Node>();
        try {
            readXml(text, nodes);
            return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes);
        } catch (XMLStreamException | RuntimeException notXml) { // the JDK's reader throws odd ones on odd input
            return cut && !nodes.isEmpty() ? Optional.of(nodes) : Optional.empty();
        }
    }

    private static void readXml(String text, List<Node> nodes) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        var reader = factory.createXMLStreamReader(new StringReader(text));
        var paths = new ArrayDeque<String>();
        long written = 0;
        while (reader.hasNext() && written <= MAX_WRITTEN) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (paths.size() >= MAX_DEPTH) {
                        throw new XMLStreamException("too deep");
                    }
                    var path = (paths.isEmpty() ? "" : paths.peek()) + "/" + escaped(reader.getLocalName());
                    paths.push(path);
                    nodes.add(new Node(path, path, "element", ""));
                    written += path.length();
                    for (int i = 0; i < reader.getAttributeCount() && written <= MAX_WRITTEN; i++) {
                        written += path.length();
                        var at = path + "/@" + escaped(reader.getAttributeLocalName(i));
                        nodes.add(new Node(at, at, "text", reader.getAttributeValue(i)));
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> paths.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    var value = reader.getText().strip();
                    if (!value.isEmpty() && !paths.isEmpty()) {
                        nodes.add(new Node(paths.peek(), paths.peek(), "text", value));
                    }
                }
                default -> {} // comments, processing instructions
            }
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1"); // RFC 6901 3
    }

    /** The state of one reading of JSON tokens. */
    private static final class JsonReading {
        private final List<Node> nodes = new ArrayList<>();
        private final ArrayDeque<Frame> open = new ArrayDeque<>();
        private String member = "";
        private long written;

        boolean isFull() {
            return written > MAX_WRITTEN;
        }

        void accept(JsonToken token, String text) {
            switch (token) {
                case FIELD_NAME -> member = escaped(text);
                case START_OBJECT -> open("object");
                case START_ARRAY -> open("array");
                case END_OBJECT, END_ARRAY -> close();
                case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> add("string", text);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add("number", text);
                case VALUE_TRUE, VALUE_FALSE -> add("boolean", text);
                case VALUE_NULL -> add("null", text);
                case NOT_AVAILABLE -> {} // only non-blocking parsers
            }
        }

        List<Node> finish() {
            while (!open.isEmpty()) {
                close();
            }
            return nodes;
        }

        private void open(String type) {
            var at = add(type, "");
            open.push(new Frame(nodes.size() - 1, at, type.equals("array")));
        }

        private void close() {
            var frame = open.pop();
            if (frame.array) {
                nodes.set(
                        frame.index,
                        new Node(frame.at.pointer(), frame.at.path(), "array", String.valueOf(frame.items)));
            }
        }

        private Node add(String type, String value) {
            var parent = open.peek();
            var node = parent == null ? new Node("", "", type, value) : parent.child(member, type, value);
            nodes.add(node);
            written += node.pointer().length() + node.path().length();
            return node;
        }
    }

    /** An object or array that is still open. */
    private static final class Frame {
        private final int index;
        private final Node at;
        private final boolean array;
        private int items;

        Frame(int index, Node at, boolean array) {
            this.index = index;
            this.at = at;
            this.array = array;
        }

        Node child(String member, String type, String value) {
            if (!array) {
                return new Node(at.pointer() + "/" + member, at.path() + "/" + member, type, value);
            }
            return new Node(at.pointer() + "/" + items++, at.path() + "/*", type, value);
        }
    }
}

package dev.postern.oracle;

import dev.postern.api.http.Content;
import dev.postern.api.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a body is made of, in a form that can be compared.
 *
 * @param kind what sort of body it is, by its bytes more than by its content type
 * @param length in bytes
 * @param digest SHA-256 of all of it, also of what is too long to be looked at
 * @param nodes its places, for JSON and XML; its words, for texts
 * @param shingles runs of five words, for texts
 */
record Fingerprint(Kind kind, int length, String digest, List<Node> nodes, Set<String> shingles) {

    /** Sorts of body. */
    enum Kind {
        EMPTY,
        JSON,
        XML,
        HTML,
        TEXT,
        BINARY;

        boolean isStructured() {
            return this == JSON || this == XML;
        }
    }

    private static final Pattern HTML_START =
            Pattern.compile("^\\s*(<!--|<!doctype html|<html|<head|<body|<script)", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML_START = Pattern.compile("^\\s*<(\\?xml|[A-Za-z_])");
    private static final Pattern JSON_START = Pattern.compile("^\\s*[\\[{]");
    /** Guards against script inclusion, as some APIs send them before their JSON. */
    private static final Pattern XSSI = Pattern.compile("^(\\)]}',?|while\\(1\\);|for\\(;;\\);)\\s*");

    /** Never past the next tag, else a page of nothing but such beginnings would take the square of its length. */
    private static final Pattern VOLATILE = Pattern.compile("(?i)\\bnonce=\"[^\"<>]{0,500}\""
            + "|<input\\b[^<>]{0,500}\\bhidden\\b[^<>]{0,500}>"
            + "|<meta\\b[^<>]{0,300}\\bcsrf[^<>]{0,300}>");

    private static final Pattern TOKENS = Pattern.compile("\\b(?=[A-Za-z_+/-]{0,64}+[0-9])[A-Za-z0-9_+/-]{24,}={0,2}");
    private static final Pattern RUNS = Pattern.compile("[0-9a-fA-F]{16,}|[0-9]{6,}");
    private static final Pattern TAGS = Pattern.compile("<[^<>]{0,1000}>");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;|\"<>=]+");

    /** The fingerprint of a response's body, with echoes of the request masked. */
    static Fingerprint of(WireResponse response, ReflectedInput reflected) {
        var body = response.body();
        if (body.isEmpty()) {
            return new Fingerprint(Kind.EMPTY, 0, "", List.of(), Set.of());
        }
        boolean cut = response.truncated() || body.length() > Thresholds.LOOKED_AT;
        var bytes = Arrays.copyOf(body.bytes(), Math.min(body.length(), Thresholds.LOOKED_AT));
        var digest = sha256(body.bytes());
        if (isBinary(response, bytes)) {
            return new Fingerprint(Kind.BINARY, body.length(), digest, List.of(), Set.of());
        }
        var text = Content.of(bytes).text();
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            text = text.substring(1);
        }
        var type = contentType(response);
        var unguarded = XSSI.matcher(text).replaceFirst("");
        if (isJsonType(type) || JSON_START.matcher(unguarded).find()) {
            var nodes = Flattening.json(unguarded, cut);
            if (nodes.isPresent()) {
                return structured(Kind.JSON, body.length(), digest, nodes.get(), reflected);
            }
        }
        var html = type.equals("text/html") || HTML_START.matcher(text).find();
        if (!html && XML_START.matcher(text).find()) {
            var nodes = Flattening.xml(text, cut);
            if (nodes.isPresent()) {
                return structured(Kind.XML, body.length(), digest, nodes.get(), reflected);
            }
        }
        return text(html ? Kind.HTML : Kind.TEXT, body.length(), digest, reflected.masked(text));
    }

    /** The media type without parameters, in lower case; empty where there is none. */
    static String contentType(WireResponse response) {
        return response.header("Content-Type")
                .map(t -> t.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    boolean isEmpty() {
        return kind == Kind.EMPTY;
    }

    boolean isShort() {
        return length < Thresholds.SHORT;
    }

    /** The places that hold values, echoes masked. */
    List<Node> leaves() {
        return nodes.stream().filter(Node::isLeaf).toList();
    }

    /** How often each value occurs at each path. */
    Map<Node.Leaf, Integer> values() {
        var counts = new LinkedHashMap<Node.Leaf, Integer>();
        leaves().forEach(n -> counts.merge(n.leaf(), 1, Integer::sum));
        return counts;
    }

    /** The shape: which paths there are, and of which types. */
    Set<Node.Slot> slots() {
        return nodes.stream().map(Node::slot).collect(Collectors.toSet());
    }

    /** The place at that JSON pointer, which may have {@code *} for any index. */
    Optional<Node> at(String pointer) {
        return nodes.stream()
                .filter(n -> n.pointer().equals(pointer) || n.path().equals(pointer))
                .findFirst();
    }

    /** The names of the members at the top. */
    Set<String> topMembers() {
        return nodes.stream().filter(n -> n.depth() == 1).map(Node::name).collect(Collectors.toSet());
    }

    private static Fingerprint structured(
            Kind kind, int length, String digest, List<Node> nodes, ReflectedInput reflected) {
        var masked = nodes.stream()
                .map(n -> n.isLeaf() ? new Node(n.pointer(), n.path(), n.type(), reflected.masked(n.value())) : n)
                .toList();
        return new Fingerprint(kind, length, digest, masked, Set.of());
    }

    private static Fingerprint text(Kind kind, int length, String digest, String text) {
        var steady = RUNS.matcher(
                        TOKENS.matcher(VOLATILE.matcher(withoutComments(text)).replaceAll(" "))
                                .replaceAll("#"))
                .replaceAll("#");
        var visible = kind == Kind.HTML ? TAGS.matcher(text).replaceAll(" ") : text;
        var words = BETWEEN_WORDS
                .splitAsStream(visible)
                .filter(w -> !w.isEmpty())
                .map(w -> new Node("", "", "word", w))
                .toList();
        return new Fingerprint(kind, length, digest, words, shingles(steady));
    }

    private static String withoutComments(String text) {
        var kept = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("<!--"); at >= 0; at = text.indexOf("<!--", from)) {
            int end = text.indexOf("-->", at);
            if (end < 0) {
                break;
            }
            kept.append(text, from, at);
            from = end + 3;
        }
        return kept.append(text, from, text.length()).toString();
    }

    private static Set<String> shingles(String text) {
        var words = SPACES.splitAsStream(text.strip()).filter(w -> !w.isEmpty()).toList();
        if (words.size() < 5) {
            return Set.of(String.join(" ", words));
        }
        var shingles = new HashSet<String>();
        for (int i = 0; i + 5 <= words.size(); i++) {
            shingles.add(String.join(" ", words.subList(i, i + 5)));
        }
        return shingles;
    }

    private static boolean isJsonType(String type) {
        return type.endsWith("/json") || type.endsWith("+json");
    }

    /** Text has no control characters but white space, in its first bytes. */
    private static boolean isBinary(WireResponse response, byte[] bytes) {
        var type = contentType(response);
        if ((type.startsWith("image/") && !type.contains("svg")) || type.startsWith("video/")) {
            return true;
        }
        if (type.equals("application/pdf") || type.equals("application/zip")) {
            return true;
        }
        var start = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1);
        return start.chars().anyMatch(c -> c < 9 || (c > 13 && c < 32 && c != 27));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}

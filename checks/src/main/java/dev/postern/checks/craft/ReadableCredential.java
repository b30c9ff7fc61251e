package dev.postern.checks.craft;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A credential that is declared opaque and says something to whoever decodes it: a JSON object, or pairs of name and value, in
 * base64, hexadecimal digits, percent-encoding or gzip. What stands behind a dot, such as a code that authenticates it, is kept
 * as it is.
 */
public final class ReadableCredential {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LAYERS = 4;
    private static final int LONGEST = 16 * 1024;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{8,}={0,2}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){8,}+");
    private static final Pattern PERCENT = Pattern.compile("[!-~]*%[0-9A-Fa-f]{2}[!-~]*");
    private static final Pattern PAIRS =
            Pattern.compile("[A-Za-z_][\\w.-]*+=[^=&;|,]*+(?:[&;|,][A-Za-z_][\\w.-]*+=[^=&;|,]*+)++");
    private static final Pattern PAIR = Pattern.compile("([A-Za-z_][\\w.-]*)=([^=&;|,]*)");
    /** A random value, by which a server may look the rest up: then the rest need not be authenticated. */
    private static final Pattern RANDOM =
            Pattern.compile("(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+/=-]{16,}");

    /** One way in which bytes become a text, and back. */
    private enum Layer {
        BASE64_STANDARD,
        BASE64_FOR_URLS,
        HEXADECIMAL,
        PERCENT_ENCODING,
        COMPRESSION
    }

    private final List<Layer> layers;
    private final Map<String, String> members;
    private final String text;
    private final String before;
    private final String behind;
    private final boolean hasPadding;

    private ReadableCredential(List<Layer> layers, Map<String, String> members, String text, Place place) {
        this.layers = List.copyOf(layers);
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        this.text = text;
        this.before = place.before();
        this.behind = place.behind();
        this.hasPadding = place.key().contains("=") || place.key().length() % 4 == 0;
    }

    /** Where in a credential what is read stands. */
    private record Place(String before, String key, String behind) {}

    /** Reads a credential; empty if it says nothing, or holds a random value by which it may be looked up. */
    public static Optional<ReadableCredential> of(String credential) {
        var key = Decoy.key(credential);
        if (key.length() > LONGEST) {
            return Optional.empty();
        }
        var before = credential.substring(0, credential.length() - key.length());
        var dot = key.indexOf('.');
        return read(new Place(before, key, ""))
                .or(() ->
                        dot < 0 ? Optional.empty() : read(new Place(before, key.substring(0, dot), key.substring(dot))))
                .filter(readable -> readable.members.values().stream()
                        .noneMatch(value -> RANDOM.matcher(value).matches()));
    }

    private static Optional<ReadableCredential> read(Place place) {
        return peeled(place.key().getBytes(UTF_8), new ArrayList<>(), place);
    }

    private static Optional<ReadableCredential> peeled(byte[] bytes, List<Layer> layers, Place place) {
        var text = text(bytes);
        var members = text.map(ReadableCredential::members).orElse(Map.of());
        if (!members.isEmpty()) {
            return Optional.of(new ReadableCredential(layers, members, text.orElseThrow(), place));
        }
        if (layers.size() == MOST_LAYERS) {
            return Optional.empty();
        }
        for (var layer : Layer.values()) {
            var inside = inside(layer, bytes, text.orElse(""));
            if (inside.isPresent()) {
                var deeper = new ArrayList<>(layers);
                deeper.add(layer);
                var found = peeled(inside.get(), deeper, place);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The scalar members of a JSON object, or the pairs of a text. */
    private static Map<String, String> members(String text) {
        var members = new LinkedHashMap<String, String>();
        if (text.startsWith("{")) {
            try {
                if (JSON.readTree(text) instanceof ObjectNode object) {
                    object.properties()
                            .forEach(e -> members.put(e.getKey(), e.getValue().asText()));
                }
            } catch (JsonProcessingException e) {
                return Map.of();
            }
        } else if (PAIRS.matcher(text).matches()) {
            PAIR.matcher(text).results().forEach(pair -> members.put(pair.group(1), pair.group(2)));
        }
        return members;
    }

    private static Optional<byte[]> inside(Layer layer, byte[] bytes, String text) {
        try {
            return switch (layer) {
                case BASE64_STANDARD ->
                    BASE64.matcher(text).matches()
                            ? Optional.of(Base64.getDecoder().decode(text))
                            : Optional.empty();
                case BASE64_FOR_URLS ->
                    BASE64_URL.matcher(text).matches()
                            ? Optional.of(Base64.getUrlDecoder().decode(text))
                            : Optional.empty();
                case HEXADECIMAL ->
                    HEX.matcher(text).matches() ? Optional.of(HexFormat.of().parseHex(text)) : Optional.empty();
                case PERCENT_ENCODING ->
                    PERCENT.matcher(text).matches()
                            ? Optional.of(URLDecoder.decode(text, UTF_8).getBytes(UTF_8))
                            : Optional.empty();
                case COMPRESSION -> unpacked(bytes);
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> unpacked(byte[] bytes) {
        if (bytes.length < 18 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
            return Optional.empty();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(in.readNBytes(LONGEST));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What it says: its members at the top, as text. */
    public Map<String, String> members() {
        return members;
    }

    /** The credential with another value of a member; the value of a JSON array becomes an array with that element. */
    public String with(String member, String value) {
        byte[] bytes = (text.startsWith("{") ? inJson(member, value) : inPairs(member, value)).getBytes(UTF_8);
        for (var i = layers.size() - 1; i >= 0; i--) {
            bytes = wrapped(layers.get(i), bytes);
        }
        return before + new String(bytes, UTF_8) + behind;
    }

    private String inJson(String member, String value) {
        try {
            var object = (ObjectNode) JSON.readTree(text);
            object.set(member, like(object.path(member), value));
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException impossible) { // it was read before
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonNode like(JsonNode before, String value) {
        if (before.isArray()) {
            return JSON.createArrayNode().add(value);
        }
        if (before.isBoolean()) {
            return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(value));
        }
        return before.isNumber() && value.matches("\\d{1,18}")
                ? JSON.getNodeFactory().numberNode(Long.parseLong(value))
                : JSON.getNodeFactory().textNode(value);
    }

    private String inPairs(String member, String value) {
        return PAIR.matcher(text)
                .replaceAll(pair ->
                        Matcher.quoteReplacement(pair.group(1).equals(member) ? member + "=" + value : pair.group()));
    }

    private byte[] wrapped(Layer layer, byte[] bytes) {
        return switch (layer) {
            case BASE64_STANDARD -> padded(Base64.getEncoder()).encode(bytes);
            case BASE64_FOR_URLS -> padded(Base64.getUrlEncoder()).encode(bytes);
            case HEXADECIMAL -> HexFormat.of().formatHex(bytes).getBytes(UTF_8);
            case PERCENT_ENCODING ->
                URLEncoder.encode(new String(bytes, UTF_8), UTF_8).getBytes(UTF_8);
            case COMPRESSION -> packed(bytes);
        };
    }

    /** A text without padding stays without: many servers make theirs so. */
    private Base64.Encoder padded(Base64.Encoder encoder) {
        return hasPadding ? encoder : encoder.withoutPadding();
    }

    private static byte[] packed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) { // nothing is written but memory
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}

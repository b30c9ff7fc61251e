package dev.postern.oracle;

import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What requests said, so that its echo in an answer is not taken for data. An error page that quotes the URL stays the
 * same error page once the URL is replaced by a placeholder.
 */
final class ReflectedInput {

    /** Nothing was said. */
    static final ReflectedInput NONE = new ReflectedInput(List.of());

    static final String PLACEHOLDER = "{input}";

    private static final int MAX_INPUTS = 100;
    private static final int MAX_LENGTH = 8192;

    /** Fields whose values are no data of the caller's: they occur in bodies by chance. */
    private static final Set<String> UNTELLING = Set.of(
            "host",
            "accept",
            "accept-encoding",
            "accept-language",
            "accept-charset",
            "cache-control",
            "pragma",
            "connection",
            "content-type",
            "content-length",
            "user-agent");

    private static final Pattern PARTS = Pattern.compile("[\\s;,=&]+");

    private final List<String> inputs;

    private ReflectedInput(List<String> inputs) {
        this.inputs = inputs;
    }

    static ReflectedInput of(WireRequest... requests) {
        var all = new LinkedHashSet<String>();
        for (var request : requests) {
            collect(request, all);
        }
        return new ReflectedInput(all.stream()
                .filter(s -> !s.isBlank() && s.length() <= MAX_LENGTH)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MAX_INPUTS)
                .toList());
    }

    /** Whether one of the requests contained the text. */
    boolean contains(String text) {
        return inputs.stream().anyMatch(input -> input.contains(text));
    }

    /** The text with every echo replaced. */
    String masked(String text) {
        var masked = text;
        for (var input : inputs) {
            if (masked.equals(input)) {
                return PLACEHOLDER;
            }
            if (input.length() > 1 && masked.contains(input)) {
                masked = replaced(masked, input);
            }
        }
        return masked;
    }

    private static void collect(WireRequest request, Collection<String> into) {
        var target = request.target();
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        Stream.of(target, path).forEach(s -> add(s, into));
        Stream.of(path.split("/")).forEach(s -> add(s, into));
        if (query >= 0) {
            Stream.of(target.substring(query + 1).split("[&=]")).forEach(s -> add(s, into));
        }
        for (Header header : request.headers()) {
            if (!UNTELLING.contains(header.name().toLowerCase(Locale.ROOT))) {
                add(header.value(), into);
                PARTS.splitAsStream(header.value()).forEach(s -> add(s, into));
            }
        }
        var body = request.body().text();
        Flattening.json(body, false)
                .ifPresentOrElse(
                        nodes -> nodes.stream().filter(Node::isLeaf).forEach(n -> add(n.value(), into)),
                        () -> Stream.of(body.split("[&=]")).forEach(s -> add(s, into)));
    }

    private static void add(String text, Collection<String> into) {
        into.add(text);
        if (text.contains("%") || text.contains("+")) {
            try {
                into.add(URLDecoder.decode(text, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformedOnPurpose) {
                into.add(text);
            }
        }
    }

    /** Replaces whole words only: the id 17 is not part of the year 2017. */
    private static String replaced(String text, String input) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = text.indexOf(input); at >= 0; at = text.indexOf(input, at + input.length())) {
            int end = at + input.length();
            if (isBoundary(text, at) && isBoundary(text, end)) {
                parts.add(text.substring(from, at));
                from = end;
            }
        }
        parts.add(text.substring(from));
        return String.join(PLACEHOLDER, parts);
    }

    private static boolean isBoundary(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}

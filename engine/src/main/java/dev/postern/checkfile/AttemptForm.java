package dev.postern.checkfile;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Subject;
import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;
import dev.postern.yaml.Mapping;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Texts.Use;
import dev.postern.yaml.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An attempt as a file has it, to be filled in for each operation and identity.
 *
 * @param credential {@code none}, {@code valid}, or a text with placeholders
 * @param method the method in place of the operation's own
 * @param headers fields in place of those of the same name
 * @param query further parameters
 * @param cookies further cookies
 */
record AttemptForm(
        String label,
        String credential,
        Optional<String> method,
        Map<String, String> headers,
        Map<String, String> query,
        Map<String, String> cookies,
        Set<Tolerated> tolerated) {

    static final List<String> KEYS =
            List.of("label", "credential", "method", "headers", "query", "cookies", "tolerate");

    private static final String NONE = "none";
    private static final String VALID = "valid";
    private static final List<String> PLACEHOLDERS = List.of("valid", "identity", "tenant");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
    /** RFC 9110 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Reads an item of {@code attempts}; empty where it says too little, and then a problem is noted. */
    static Optional<AttemptForm> read(Mapping in, Problems problems) {
        in.require("label", "what is tried, in a few words");
        in.require("credential", "\"none\", \"valid\" (that of the granted identity), or a text");
        var credential = in.text("credential");
        credential.ifPresent(text -> requireKnown(in, "credential", text));
        var method = in.text("method").filter(name -> {
            if (!TOKEN.matcher(name).matches()) {
                in.error("method", in.words("method") + " is no method: " + in.shown("method"), "");
            }
            return TOKEN.matcher(name).matches();
        });
        var headers = texts(in, "headers");
        headers.keySet().forEach(name -> isFieldName(in, "headers", name));
        var query = texts(in, "query");
        var cookies = texts(in, "cookies");
        var tolerated = CheckReader.constants(in, "tolerate", Tolerated.values(), CheckReader::kebab);
        if (credential.filter(VALID::equals).isPresent()
                && Stream.of("method", "headers", "query", "cookies").noneMatch(in::has)) {
            problems.error(
                    in.position(),
                    in.owner() + " is the request that must be granted",
                    "change its credential, method, headers, query or cookies");
        }
        return in.text("label")
                .flatMap(label -> credential.map(
                        text -> new AttemptForm(label, text, method, headers, query, cookies, Set.copyOf(tolerated))));
    }

    private static Map<String, String> texts(Mapping in, String key) {
        var texts = in.textMap(key, Use.CHECKED);
        texts.values().forEach(text -> requireKnown(in, key, text));
        return texts;
    }

    private static void requireKnown(Mapping in, String key, String text) {
        PLACEHOLDER
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !PLACEHOLDERS.contains(name))
                .forEach(name -> in.error(
                        key,
                        in.words(key) + " has the placeholder " + Words.quote("{" + name + "}")
                                + ", which is not known",
                        Words.didYouMean(name, PLACEHOLDERS, "placeholders")));
    }

    static boolean isFieldName(Mapping in, String key, String name) {
        if (!TOKEN.matcher(name).matches()) {
            in.error(key, in.words(key) + " has no name of a header field: " + Words.quote(name), "");
            return false;
        }
        return true;
    }

    /** The attempt on one operation with one identity. */
    Attempt on(Subject on) {
        var request = switch (credential) {
            case NONE -> on.bare();
            case VALID -> on.request();
            default -> on.requestWith(filled(credential, on));
        };
        request = method.map(request::withMethod).orElse(request);
        for (var header : headers.entrySet()) {
            request = request.with(header.getKey(), filled(header.getValue(), on));
        }
        for (var parameter : query.entrySet()) {
            request = request.plusQuery(
                    Percent.encode(parameter.getKey()), Percent.encode(filled(parameter.getValue(), on)));
        }
        for (var cookie : cookies.entrySet()) {
            request = withCookie(request, cookie.getKey() + "=" + filled(cookie.getValue(), on));
        }
        var attempt = on.attempt(label, request);
        for (var answers : tolerated) {
            attempt = attempt.tolerating(answers);
        }
        return attempt;
    }

    private static WireRequest withCookie(WireRequest request, String pair) {
        var others = request.header("Cookie").map(cookies -> cookies + "; ").orElse("");
        return request.with("Cookie", others + pair);
    }

    private static String filled(String text, Subject on) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "valid" -> on.credential();
                            case "identity" -> on.identity().name();
                            default -> on.identity().tenant().orElse("");
                        }));
    }
}

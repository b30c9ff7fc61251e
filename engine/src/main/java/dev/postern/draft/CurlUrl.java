package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.draft.ShellWords.Word;
import dev.postern.target.Names;
import dev.postern.yaml.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The URL of a curl command, taken apart. It may hold secrets, so it is no record. */
final class CurlUrl {

    private static final Pattern PARTS =
            Pattern.compile("(?s)(?:([A-Za-z][A-Za-z0-9+.-]*:)//)?([^/?#]*)([^?#]*)(?:\\?([^#]*))?.*");

    /** How the places of parameters are written in documentation, beside {@code {id}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?<=/)(?::([A-Za-z_]\\w*)|<([A-Za-z_][\\w -]*)>|\\{\\{([A-Za-z_]\\w*)}}|%7[Bb]([A-Za-z_]\\w*)%7[Dd])(?=/|$)");

    final String origin;
    final String path;
    final Optional<String> user;
    final List<Header> query;

    private CurlUrl(String origin, String path, Optional<String> user, List<Header> query) {
        this.origin = origin;
        this.path = path;
        this.user = user;
        this.query = query;
    }

    /** Takes it apart; empty where it is none that a target file can have, which is noted. */
    static Optional<CurlUrl> parse(Word word, Problems problems) {
        var match = PARTS.matcher(word.text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var authority = match.group(2);
        var at = authority.lastIndexOf('@');
        var host = authority.substring(at + 1);
        // without a scheme curl takes http
        var scheme = Optional.ofNullable(match.group(1))
                .map(s -> s.toLowerCase(Locale.ROOT) + "//")
                .orElse("http://");
        var mayHoldScheme = match.group(1) == null && Marks.startsWithVariable(host);
        var origin = mayHoldScheme ? host : scheme + host;
        if (!Addresses.isBaseUrl(scheme + Marks.replace(host, "x"))) {
            problems.error(
                    word.position,
                    "the URL of the command is not an http or https URL with a host",
                    "write it as https://host:port/path");
            return Optional.empty();
        }
        var path = path(match.group(3));
        if (path.chars().anyMatch(c -> c <= ' ' || c == 0x7F)
                || path.contains("[")
                || path.matches(".*\\{[^}]*[,}]{2}.*|.*\\{[^}]*,.*")) {
            problems.error(
                    word.position,
                    "the path of the URL holds a blank, or a range or list that curl would expand",
                    "write one URL, with %20 for a blank");
            return Optional.empty();
        }
        if (Names.parameters(path).isEmpty()) {
            path = path.replace("{", "%7B").replace("}", "%7D");
        }
        var user = at < 0 ? Optional.<String>empty() : Optional.of(decoded(authority.substring(0, at)));
        return Optional.of(new CurlUrl(
                origin, path, user, pairs(Optional.ofNullable(match.group(4)).orElse(""))));
    }

    private static String path(String written) {
        var path = Marks.replace(written, "{$1}");
        path = PLACEHOLDER.matcher(path).replaceAll(m -> {
            for (var n = 1; n <= m.groupCount(); n++) {
                if (m.group(n) != null) {
                    return "{" + m.group(n).replace(' ', '-') + "}";
                }
            }
            return m.group();
        });
        return path.isEmpty() ? "/" : path;
    }

    /** Names and values of a query or form, decoded (URL Standard 5.1). */
    static List<Header> pairs(String query) {
        var all = new ArrayList<Header>();
        for (var pair : query.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                all.add(new Header(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
        }
        return all;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

package dev.postern.target;

import dev.postern.yaml.Mapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A method and a path, as {@code call} gives them: {@code GET /orders/{id}}. */
record Call(String method, String path) {

    /** Behind the host; what is put in there is encoded. */
    private static final Pattern PARAMETER = Pattern.compile("(?<=[^/:]/.{0,2000})\\{[^{}]+}");

    private static final Pattern URL = Pattern.compile("\\s*[A-Z]+\\s+(?i:https?)://\\S+\\s*");

    /** Reads the key {@code call}. */
    static Optional<Call> read(Mapping in, boolean queryAllowed) {
        return in.text("call").flatMap(text -> of(in, text, queryAllowed));
    }

    private static Optional<Call> of(Mapping in, String text, boolean queryAllowed) {
        var parts = text.strip().split("\\s+", 3);
        if (parts.length != 2 || !Names.isToken(parts[0])) {
            in.error(
                    "call",
                    in.words("call") + " must be a method and a path, but is " + shown(in),
                    "write it as \"call: GET /orders/{id}\"");
            return Optional.empty();
        }
        if (!parts[0].equals(parts[0].toUpperCase(Locale.ROOT))) {
            in.error(
                    "call",
                    in.words("call") + " has a method that is not in capitals: " + shown(in),
                    "write it as \"call: GET /orders/{id}\"");
            return Optional.empty();
        }
        return checkPath(in, parts[1], queryAllowed) ? Optional.of(new Call(parts[0], parts[1])) : Optional.empty();
    }

    /** Reads the key {@code call} where the path may have a query, and may be a URL of another host as well. */
    static Optional<Call> readAnywhere(Mapping in) {
        return in.text("call")
                .flatMap(text -> URL.matcher(text).matches() ? ofUrl(in, text.strip()) : of(in, text, true));
    }

    private static Optional<Call> ofUrl(Mapping in, String text) {
        var parts = text.split("\\s+", 2);
        try {
            var url = new URI(PARAMETER.matcher(parts[1]).replaceAll("x"));
            if (url.getRawUserInfo() != null) {
                in.error(
                        "call",
                        in.words("call") + " holds a user name or password",
                        "remove what stands before the \"@\": credentials belong to identities");
                return Optional.empty();
            }
            if (url.getHost() != null && url.getRawFragment() == null) {
                return Optional.of(new Call(parts[0], parts[1]));
            }
        } catch (URISyntaxException e) {
            // told below
        }
        in.error(
                "call",
                in.words("call") + " has a URL that cannot be asked: " + shown(in),
                "write it as \"call: POST https://host:port/path\"");
        return Optional.empty();
    }

    private static boolean checkPath(Mapping in, String path, boolean queryAllowed) {
        if (!path.startsWith("/")) {
            in.error(
                    "call",
                    in.words("call") + " has a path that does not start with \"/\": " + shown(in),
                    "paths are relative to baseUrl");
        } else if (path.contains("#") || (!queryAllowed && path.contains("?"))) {
            in.error(
                    "call",
                    in.words("call") + " has a path with a query or fragment: " + shown(in),
                    "put query parameters under \"query:\"");
        } else if (Names.parameters(path).isEmpty()) {
            in.error(
                    "call",
                    in.words("call") + " has braces that do not fit: " + shown(in),
                    "write a parameter as {id}");
        } else if (path.length() > 2000 || !Names.isFieldValue(path)) {
            in.error("call", in.words("call") + " has a path that is too long or holds control characters", "");
        } else {
            return true;
        }
        return false;
    }

    private static String shown(Mapping in) {
        return in.shown("call");
    }

    /** RFC 9110 9.2.1; QUERY is safe too (OpenAPI 3.2 knows it). */
    static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "QUERY" -> true;
            default -> false;
        };
    }
}

package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets a request that may change something, by its method or because it calls an operation that is declared destructive or
 * says so by its name, through only where the target file says that it is harmless: an operation
 * that is not destructive, a step of a login, a token endpoint; or anything, where the file says {@code destructive:
 * allow}.
 *
 * <p>A server may read a path otherwise than it is written ({@code %70urge}, {@code a/../b}). So the path counts both as
 * written and as the most lenient server would read it.
 */
final class DestructiveGuard implements Link {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> METHOD_OVERRIDES =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private final boolean everythingAllowed;
    private final Set<Origin> operationOrigins = new HashSet<>();
    private final List<Route> routes = new ArrayList<>();
    private final Set<Place> harmless = new HashSet<>();

    /** A method and a path at an origin. */
    private record Place(Origin origin, String method, String path) {}

    /** An operation with its path template taken apart, base path included. */
    private record Route(Operation operation, List<String> segments) {
        /** How many segments are equal, or -1 where the path is another one. */
        int likeness(String method, List<String> path) {
            // servers answer HEAD by what they do for GET (RFC 9110 9.3.2)
            var itsMethod =
                    method.equalsIgnoreCase("HEAD") && operation.method().equals("GET") ? "GET" : method;
            if (!operation.method().equalsIgnoreCase(itsMethod) || path.size() != segments.size()) {
                return -1;
            }
            var equal = 0;
            for (var i = 0; i < path.size(); i++) {
                if (segments.get(i).equalsIgnoreCase(path.get(i))) {
                    equal++;
                } else if (!segments.get(i).contains("{")) {
                    return -1;
                }
            }
            return equal;
        }
    }

    DestructiveGuard(Target target) {
        everythingAllowed = target.destructiveAllowed();
        var base = Origin.of(target.baseUrl());
        var prefix = path(target.baseUrl());
        operationOrigins.add(base);
        target.operations().values().forEach(o -> routes.add(new Route(o, segments(pathOf(join(prefix, o.path()))))));
        for (var scheme : target.schemes().values()) {
            if (scheme instanceof Scheme.Basic basic) {
                basic.plaintext().map(Origin::of).ifPresent(operationOrigins::add);
            }
            if (scheme instanceof Scheme.Bearer bearer) {
                bearer.tokenEndpoint()
                        .map(target::resolve)
                        .ifPresent(url -> harmless.add(new Place(Origin.of(url), "POST", path(url))));
            }
        }
        target.identities().values().stream()
                .flatMap(i -> i.obtain() instanceof Obtain.Login login ? login.steps().stream() : Stream.empty())
                .forEach(step -> harmless.add(new Place(base, step.method(), pathOf(join(prefix, step.path())))));
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        if (everythingAllowed) {
            return onward.send(request);
        }
        return methods(request)
                .map(method -> objection(request, method))
                .flatMap(Optional::stream)
                .findFirst()
                .map(words -> Link.refusal(request, Failure.DESTRUCTIVE, words))
                .orElseGet(() -> onward.send(request));
    }

    /** The method, and the ones that a server might take in its place. */
    private static Stream<String> methods(WireRequest request) {
        var query = request.target().indexOf('?') < 0
                ? Stream.<String>empty()
                : Stream.of(request.target()
                                .substring(request.target().indexOf('?') + 1)
                                .split("&", -1))
                        .filter(p -> p.startsWith("_method="))
                        .map(p -> p.substring("_method=".length()));
        var headers = request.headers().stream()
                .filter(h -> METHOD_OVERRIDES.stream().anyMatch(h::is))
                .map(h -> h.value().strip());
        return Stream.of(Stream.of(request.method()), headers, query).flatMap(s -> s);
    }

    private Optional<String> objection(WireRequest request, String method) {
        var written = pathOf(request.target());
        if (harmless.contains(new Place(request.origin(), method, written))) {
            return Optional.empty();
        }
        var isSafe = SAFE.contains(method.toUpperCase(Locale.ROOT));
        var asRead = matches(request.origin(), method, lenient(written));
        var asWritten = matches(request.origin(), method, segments(written));
        return Stream.concat(asRead.stream(), asWritten.stream())
                .filter(Operation::destructive)
                .findFirst()
                .map(o -> "operation " + o.id() + " (" + o.label() + ") is destructive; the target file allows it by"
                        + " `destructive: false` at the operation, or by `destructive: allow` at the top")
                .or(() -> asRead.isEmpty() && !isSafe
                        ? Optional.of("a request with a method that may change something matches no operation of the"
                                + " target file; `destructive: allow` at the top lets it through")
                        : Optional.empty());
    }

    /** The operations that a server would choose: those whose templates say most of the path. */
    private List<Operation> matches(Origin origin, String method, List<String> path) {
        if (!operationOrigins.contains(origin)) {
            return List.of();
        }
        var best = routes.stream().mapToInt(r -> r.likeness(method, path)).max().orElse(-1);
        return best < 0
                ? List.of()
                : routes.stream()
                        .filter(r -> r.likeness(method, path) == best)
                        .map(Route::operation)
                        .toList();
    }

    private static String path(URI url) {
        return url.getRawPath() == null ? "" : url.getRawPath();
    }

    private static String join(String prefix, String path) {
        var base = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return base + (path.startsWith("/") ? path : "/" + path);
    }

    /** The path of a request target, which may be an absolute URL (RFC 9112 3.2.2). */
    private static String pathOf(String target) {
        var path = target.replaceFirst("^(?i)https?://[^/?#]*", "");
        return path.split("[?#]", 2)[0];
    }

    /** A slash at the end counts for nothing. */
    private static List<String> segments(String path) {
        var end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return List.of(path.substring(0, end).split("/", -1));
    }

    /** The path as a server that decodes, cuts parameters and resolves dots would read it. */
    private static List<String> lenient(String path) {
        var decoded = path;
        for (var i = 0; i < 3 && decoded.contains("%"); i++) {
            decoded = decodeOnce(decoded);
        }
        var kept = new ArrayList<String>();
        kept.add("");
        for (var segment : decoded.replace('\\', '/').split("/", -1)) {
            var name = segment.split(";", 2)[0].strip();
            if (name.equals("..")) {
                if (kept.size() > 1) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                kept.add(name);
            }
        }
        return kept;
    }

    private static String decodeOnce(String path) {
        var decoded = new StringBuilder();
        for (var i = 0; i < path.length(); i++) {
            var isEscape = path.charAt(i) == '%'
                    && i + 2 < path.length()
                    && Character.digit(path.charAt(i + 1), 16) >= 0
                    && Character.digit(path.charAt(i + 2), 16) >= 0;
            if (isEscape) {
                decoded.append((char) Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                decoded.append(path.charAt(i));
            }
        }
        return decoded.toString();
    }
}

package dev.postern.run;

import dev.postern.api.http.Content;
import dev.postern.api.http.Header;
import dev.postern.api.http.Origin;
import dev.postern.api.http.Percent;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Hooks.Hook;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes requests: an operation with somebody's parameters, a credential in its place. */
final class Calls {

    private final Target target;
    private final String userAgent;

    Calls(Target target, String toolVersion) {
        this.target = target;
        this.userAgent = "postern/" + toolVersion;
    }

    /** The operation with the identity's parameters, without any credential. */
    WireRequest bare(Operation operation, Identity identity) {
        var request = WireRequest.of(Origin.of(target.baseUrl()), operation.method(), path(operation, identity));
        for (var name : operation.query().keySet()) {
            request =
                    request.plusQuery(Percent.encode(name), Percent.encode(value(operation, In.QUERY, name, identity)));
        }
        request = standing(request);
        for (var header : operation.headers()) {
            request = request.with(header.name(), value(operation, In.HEADER, header.name(), identity));
        }
        if (operation.contentType().isPresent()) {
            request = request.with("Content-Type", operation.contentType().get());
        }
        return tenant(request.withBody(operation.body()), operation, identity);
    }

    /** The request with the credential where the scheme carries it. */
    static WireRequest present(WireRequest bare, Scheme scheme, String credential) {
        if (scheme instanceof Scheme.ApiKey key) {
            return switch (key.in()) {
                case HEADER -> bare.plus(key.parameter(), credential);
                case QUERY -> bare.plusQuery(Percent.encode(key.parameter()), Percent.encode(credential));
                case COOKIE -> cookie(bare, key.parameter(), credential);
            };
        }
        if (scheme instanceof Scheme.Session session) {
            return cookie(bare, session.cookie(), credential);
        }
        return scheme instanceof Scheme.Basic
                ? bare.plus("Authorization", "Basic " + base64(credential))
                : bare.plus("Authorization", "Bearer " + credential);
    }

    /** Whether the request carries that credential where the scheme carries it. */
    static boolean carries(WireRequest request, Scheme scheme, String credential) {
        if (scheme instanceof Scheme.ApiKey key) {
            return switch (key.in()) {
                case HEADER -> hasHeader(request, key.parameter(), credential);
                case QUERY ->
                    query(request).contains(Percent.encode(key.parameter()) + "=" + Percent.encode(credential));
                case COOKIE -> hasCookie(request, key.parameter(), credential);
            };
        }
        if (scheme instanceof Scheme.Session session) {
            return hasCookie(request, session.cookie(), credential);
        }
        return hasHeader(
                request,
                "Authorization",
                scheme instanceof Scheme.Basic ? "Basic " + base64(credential) : "Bearer " + credential);
    }

    private static boolean hasHeader(WireRequest request, String name, String value) {
        return request.headers().stream()
                .anyMatch(header -> header.is(name) && header.value().equals(value));
    }

    private static boolean hasCookie(WireRequest request, String name, String value) {
        return cookies(request).anyMatch((name + "=" + value)::equals);
    }

    /** The request without what the scheme carries its credential in. */
    static WireRequest withoutCredential(WireRequest request, Scheme scheme) {
        if (scheme instanceof Scheme.ApiKey key) {
            return switch (key.in()) {
                case HEADER -> request.without(key.parameter());
                case QUERY -> withoutQuery(request, key.parameter());
                case COOKIE -> withoutCookie(request, key.parameter());
            };
        }
        return scheme instanceof Scheme.Session session
                ? withoutCookie(request, session.cookie())
                : request.without("Authorization");
    }

    private static WireRequest withoutQuery(WireRequest request, String name) {
        if (query(request).isEmpty()) {
            return request;
        }
        var path = request.target().split("\\?", 2)[0];
        var rest = query(request).stream()
                .filter(pair -> !pair.split("=", 2)[0].equals(Percent.encode(name)))
                .collect(Collectors.joining("&"));
        return request.withTarget(rest.isEmpty() ? path : path + "?" + rest);
    }

    /** The pairs of the query, as they are written. */
    private static List<String> query(WireRequest request) {
        var parts = request.target().split("\\?", 2);
        return parts.length == 1 ? List.of() : Arrays.asList(parts[1].split("&"));
    }

    private static Stream<String> cookies(WireRequest request) {
        return request.headers().stream()
                .filter(header -> header.is("Cookie"))
                .flatMap(header -> Arrays.stream(header.value().split(";")))
                .map(String::strip);
    }

    private static WireRequest withoutCookie(WireRequest request, String name) {
        var rest = cookies(request)
                .filter(pair -> !pair.split("=", 2)[0].equals(name))
                .collect(Collectors.joining("; "));
        var without = request.without("Cookie");
        return rest.isEmpty() ? without : without.plus("Cookie", rest);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A form post to a token endpoint (RFC 6749 3.2). */
    WireRequest form(URI endpoint, List<Header> headers, String form) {
        var absolute = target.resolve(endpoint);
        var request = standing(WireRequest.of(Origin.of(absolute), "POST", pathAndQuery(absolute)));
        for (var header : headers) {
            request = request.with(header.name(), header.value());
        }
        return request.with("Content-Type", "application/x-www-form-urlencoded")
                .with("Accept", "application/json")
                .withBody(Content.of(form));
    }

    /** A step of a login, at a path relative to the base URL. */
    WireRequest step(String method, String path, Optional<String> contentType, Content body) {
        var request = standing(WireRequest.of(Origin.of(target.baseUrl()), method, basePath() + path));
        if (contentType.isPresent()) {
            request = request.with("Content-Type", contentType.get());
        }
        return request.withBody(body);
    }

    /** A hook, without any credential but what is in its body. */
    WireRequest hook(Hook hook, Content body) {
        var url = URI.create(hook.isElsewhere() ? hook.address() : "");
        var request = hook.isElsewhere()
                ? WireRequest.of(Origin.of(url), hook.method(), pathAndQuery(url))
                : WireRequest.of(Origin.of(target.baseUrl()), hook.method(), basePath() + hook.address());
        request = standing(request);
        if (!hook.contentType().isEmpty()) {
            request = request.with("Content-Type", hook.contentType());
        }
        return request.withBody(body);
    }

    /** A read of a document, e.g. of a key set. */
    WireRequest get(URI url) {
        var absolute = target.resolve(url);
        return standing(WireRequest.of(Origin.of(absolute), "GET", pathAndQuery(absolute)));
    }

    /** A valid request on a path that surely does not exist, below that of the given request. */
    static WireRequest nowhere(WireRequest request, String unguessable) {
        var parts = request.target().split("\\?", 2);
        var parent = parts[0].endsWith("/") ? parts[0] : parts[0] + "/";
        return request.withTarget(parent + unguessable + (parts.length == 1 ? "" : "?" + parts[1]));
    }

    /** The same as a read: by GET, and without a body. */
    static WireRequest reading(WireRequest request) {
        return request.withMethod("GET").without("Content-Type").withBody(Content.NONE);
    }

    private WireRequest standing(WireRequest request) {
        // no-cache: a shared cache must not answer for the target (RFC 9111 5.2.1.4)
        var all = new ArrayList<>(List.of(
                new Header("User-Agent", userAgent),
                new Header("Accept", "application/json, */*;q=0.5"),
                new Header("Cache-Control", "no-cache")));
        all.removeIf(ours -> target.headers().stream().anyMatch(theirs -> theirs.is(ours.name())));
        all.addAll(target.headers());
        for (var header : all) {
            request = request.plus(header.name(), header.value());
        }
        return request;
    }

    private String path(Operation operation, Identity identity) {
        return basePath()
                + Operation.PATH_PARAMETER.matcher(operation.path()).replaceAll(match -> {
                    var name = match.group(1);
                    return Matcher.quoteReplacement(Percent.encode(
                            operation.parameter(In.PATH, name, identity).orElse(match.group())));
                });
    }

    private static String value(Operation operation, In in, String name, Identity identity) {
        return operation.parameter(in, name, identity).orElse("");
    }

    private WireRequest tenant(WireRequest request, Operation operation, Identity identity) {
        var reference = operation.requires().tenant();
        if (reference.isEmpty() || reference.get().in() == In.PATH) {
            return request;
        }
        var name = reference.get().name();
        var tenant = operation.parameter(reference.get().in(), name, identity).orElse("");
        return reference.get().in() == In.QUERY
                ? request.plusQuery(Percent.encode(name), Percent.encode(tenant))
                : request.with(name, tenant);
    }

    private String basePath() {
        var path = Optional.ofNullable(target.baseUrl().getRawPath()).orElse("");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String pathAndQuery(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** The request with one more cookie. */
    static WireRequest cookie(WireRequest bare, String name, String value) {
        var pair = name + "=" + value;
        return bare.header("Cookie")
                .map(others -> bare.with("Cookie", others + "; " + pair))
                .orElseGet(() -> bare.plus("Cookie", pair));
    }
}

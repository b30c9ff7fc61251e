package dev.postern.run;

import dev.postern.api.http.Header;
import dev.postern.api.http.WireRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an attempt's request says that no honest one does: values of header fields, cookies and query parameters. It can
 * be carried elsewhere, where the target does not read it.
 *
 * @param difference what only the attempt's request has
 * @param honest the valid request, whose values stand for the honest ones
 */
record Oddity(Difference difference, WireRequest honest) {

    private static final String FIELD = "X-Postern-Canary";
    private static final String PARAMETER = "postern-canary";
    private static final String HARMLESS = "postern";

    /** What an attempt has beyond the valid requests of the subject and of its sender, who may be the same. */
    static Oddity of(WireRequest attempt, WireRequest subjects, WireRequest senders) {
        var beyond = Difference.between(subjects, attempt);
        var headers = beyond.headers().stream()
                .filter(h -> !senders.headers().contains(h))
                .filter(h -> !h.is("Content-Type"))
                .toList();
        return new Oddity(new Difference(headers, beyond.parameters(), beyond.body()), subjects);
    }

    /** Whether it holds nothing that can be carried elsewhere. */
    boolean isNothing() {
        return values().isEmpty() && difference.parameters().isEmpty();
    }

    /** A request that carries it where nobody reads it. */
    WireRequest aside(WireRequest host) {
        return aside(host, Header::value, pair -> pair);
    }

    /** The same request with honest values there. */
    WireRequest honestAside(WireRequest host) {
        return aside(host, this::honestValue, pair -> HARMLESS);
    }

    /** A request that carries it where the attempt does. */
    WireRequest inPlace(WireRequest host) {
        return new Difference(difference.headers(), difference.parameters(), Optional.empty()).onto(host);
    }

    private WireRequest aside(WireRequest host, Function<Header, String> header, UnaryOperator<String> parameter) {
        for (var value : values()) {
            host = value.is("Cookie")
                    ? Calls.cookie(host, PARAMETER, header.apply(value))
                    : host.plus(FIELD, header.apply(value));
        }
        for (var pair : difference.parameters()) {
            host = host.plusQuery(PARAMETER, parameter.apply(valueOf(pair)));
        }
        return host;
    }

    /** The odd header fields; of cookies, each odd one without its name. */
    private List<Header> values() {
        return difference.headers().stream()
                .flatMap(h -> h.is("Cookie") ? oddCookies(h).map(v -> new Header("Cookie", v)) : Stream.of(h))
                .filter(h -> !h.value().isBlank())
                .toList();
    }

    private Stream<String> oddCookies(Header cookies) {
        var known = cookies(honest.header("Cookie").orElse("")).toList();
        return cookies(cookies.value()).filter(pair -> !known.contains(pair)).map(Oddity::valueOf);
    }

    private static Stream<String> cookies(String field) {
        return Arrays.stream(field.split(";")).map(String::strip).filter(pair -> !pair.isEmpty());
    }

    private String honestValue(Header odd) {
        return odd.is("Cookie") ? HARMLESS : honest.header(odd.name()).orElse(HARMLESS);
    }

    private static String valueOf(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }
}

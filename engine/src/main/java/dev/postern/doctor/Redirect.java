package dev.postern.doctor;

import dev.postern.api.http.Exchange;
import java.net.URI;
import java.util.Optional;

/** Where an answer redirects to (RFC 9110 10.2.2). */
record Redirect(URI from, URI to) {

    static Optional<Redirect> of(Exchange exchange) {
        return exchange.response()
                .filter(r -> r.status() / 100 == 3)
                .flatMap(r -> r.header("Location"))
                .flatMap(location -> {
                    try {
                        var from = URI.create(
                                exchange.request().origin() + exchange.request().target());
                        return Optional.of(new Redirect(from, from.resolve(location.strip())));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty(); // servers send what is no URI
                    }
                });
    }

    /** Whether only scheme, host or the slash at the end differ. */
    boolean isSameResource() {
        return plain(from).equals(plain(to));
    }

    private static String plain(URI uri) {
        var path = Optional.ofNullable(uri.getRawPath()).orElse("");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Scheme, host and port of where it leads. */
    String place() {
        return to.getScheme() + "://" + to.getRawAuthority();
    }
}

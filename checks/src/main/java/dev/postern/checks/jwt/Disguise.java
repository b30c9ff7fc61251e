package dev.postern.checks.jwt;

import dev.postern.api.check.Subject;
import dev.postern.checks.craft.ValidToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address of the listener that looks like a trusted one to code that compares texts, or that reads URLs otherwise than
 * the client that fetches.
 *
 * @param words what is special about it, to follow "with"
 */
record Disguise(String words, String url) {

    /** The most disguises as one trusted address. */
    static final int MOST_OF_ISSUER = 5;

    /** The most disguises as the issuer and as its key set. */
    static final int MOST = 2 * MOST_OF_ISSUER + 1;

    /** The most disguises that hide behind a {@code #}. */
    static final int MOST_FRAGMENTS = 2;

    /** A trusted address, with a name for it. */
    private record Trusted(String name, String address) {}

    /** The address as it passes comparisons with the issuer, if the target file names one. */
    static Stream<Disguise> asIssuer(Subject on, URI url) {
        return issuer(on).flatMap(issuer -> as(url, issuer));
    }

    /** The address as it passes comparisons with the issuer, and with the address of its key set; each once. */
    static Stream<Disguise> asIssuerOrKeySet(Subject on, URI url) {
        var ending = keySet(on)
                .map(keySet -> new Disguise(
                        keySet.name() + "'s path at its end",
                        url + URI.create(keySet.address()).getRawPath()));
        return distinct(Stream.of(asIssuer(on, url), ending, keySet(on).flatMap(keySet -> as(url, keySet)))
                .flatMap(each -> each));
    }

    /** Any URL with a trusted address behind it: what follows # is compared, and is not part of what is fetched. */
    static Stream<Disguise> fragments(Subject on, String url) {
        return distinct(Stream.concat(issuer(on), keySet(on)).map(trusted -> asFragment(url, trusted)));
    }

    private static Stream<Trusted> issuer(Subject on) {
        return ValidToken.scheme(on).issuer().stream().map(issuer -> new Trusted("the issuer", issuer));
    }

    private static Stream<Trusted> keySet(Subject on) {
        return ValidToken.scheme(on).jwks().map(on.target()::resolve).stream()
                .map(url -> new Trusted("the key set", url.toString()));
    }

    private static Stream<Disguise> distinct(Stream<Disguise> all) {
        var urls = new HashSet<String>();
        return all.filter(disguise -> urls.add(disguise.url()));
    }

    private static Disguise asFragment(String url, Trusted trusted) {
        return new Disguise(trusted.name() + " as fragment", url + "#" + trusted.address());
    }

    private static Stream<Disguise> as(URI url, Trusted trusted) {
        var host = host(trusted.address());
        if (host.isEmpty()) {
            return Stream.empty();
        }
        var behind = url.getRawAuthority() + url.getRawPath();
        return Stream.of(
                new Disguise(trusted.name() + " as user name", url.getScheme() + "://" + host.get() + "@" + behind),
                // a browser takes \ for / (WHATWG URL 4.4), and RFC 3986 knows no such thing
                new Disguise(
                        trusted.name() + " before a backslash", url.getScheme() + "://" + host.get() + "\\@" + behind),
                new Disguise(trusted.name() + " as query", url + "?" + trusted.address()),
                asFragment(url.toString(), trusted),
                new Disguise(trusted.name() + " at the end of the path", url + "/" + trusted.address()));
    }

    private static Optional<String> host(String address) {
        try {
            return Optional.ofNullable(new URI(address).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty(); // RFC 7519 2: any text without colon is a StringOrURI
        }
    }
}

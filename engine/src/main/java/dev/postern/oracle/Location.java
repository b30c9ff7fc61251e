package dev.postern.oracle;

import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a redirect points (RFC 9110 10.2.2). Read by hand, since servers send what {@link URI} refuses.
 *
 * @param scheme in lower case
 * @param authority host, and port where it is given, in lower case
 * @param path the path, at least {@code /}
 * @param query the query without {@code ?}; empty where there is none
 */
record Location(String scheme, String authority, String path, String query) {

    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://(.*)$", Pattern.DOTALL);
    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z0-9]");
    private static final Set<String> LOGIN_WORDS = Set.of(
            "login",
            "signin",
            "logon",
            "sso",
            "auth",
            "oauth",
            "oauth2",
            "authorize",
            "authorise",
            "authenticate",
            "authentication",
            "openidconnect",
            "saml",
            "saml2",
            "adfs",
            "cas",
            "idp",
            "usersignin",
            "userlogin",
            "loginform",
            "loginhtml",
            "loginphp",
            "loginaspx",
            "loginjsp");

    /** Where the response redirects to, if it is a redirect with a Location. */
    static Optional<Location> of(WireRequest request, WireResponse response) {
        return response.status() / 100 == 3
                ? response.header("Location")
                        .map(String::strip)
                        .filter(l -> !l.isEmpty())
                        .map(l -> read(l, request))
                : Optional.empty();
    }

    static Location read(String text, WireRequest base) {
        var reference = before(text, '#');
        var absolute = SCHEME.matcher(reference);
        if (absolute.matches()) {
            return of(absolute.group(1).toLowerCase(Locale.ROOT), absolute.group(2));
        }
        var scheme = base.origin().scheme();
        if (reference.startsWith("//")) {
            return of(scheme, reference.substring(2));
        }
        if (reference.startsWith("/")) {
            return of(scheme, base.origin().authority() + reference);
        }
        var path = before(base.target(), '?');
        var folder = reference.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1);
        return of(scheme, base.origin().authority() + folder + reference);
    }

    private static Location of(String scheme, String rest) {
        var beforeQuery = before(rest, '?');
        var query = beforeQuery.length() < rest.length() ? rest.substring(beforeQuery.length() + 1) : "";
        var slash = beforeQuery.indexOf('/');
        var authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
        var path = slash < 0 ? "/" : beforeQuery.substring(slash);
        return new Location(scheme, authority.toLowerCase(Locale.ROOT), path, query);
    }

    /** Whether it is a login page: the declared one, or one by its name or its parameters. */
    boolean isLogin(Optional<String> declared, WireRequest request) {
        return declared.map(d -> read(d, request)).filter(this::isAtOrBelow).isPresent()
                || (query.contains("client_id=") && query.contains("response_type=")) // RFC 6749 4.1.1
                || query.contains("SAMLRequest=")
                || Stream.concat(Stream.of(path.split("/")), Stream.of(host().split("\\.")))
                        .map(s ->
                                NOT_LETTERS.matcher(s.toLowerCase(Locale.ROOT)).replaceAll(""))
                        .anyMatch(LOGIN_WORDS::contains);
    }

    /** Whether both point to the same page, whatever return address, state or signature they carry. */
    boolean isSamePage(Location other) {
        return authority.equals(other.authority) && path.equals(other.path);
    }

    /** Whether it is what was asked for, by another scheme, host name or spelling. */
    boolean isSameResource(WireRequest request) {
        var asked = before(request.target(), '?');
        return plainHost(host()).equals(plainHost(request.origin().host()))
                && plain(path).equals(plain(asked));
    }

    /** The request for what it points to, if it is the same resource and no less safe to send a credential to. */
    Optional<WireRequest> follow(WireRequest request) {
        boolean downgrade = request.origin().isSecure() && !scheme.equals("https");
        if (downgrade || !host().equals(request.origin().host()) || !isSameResource(request)) {
            return Optional.empty();
        }
        try {
            var origin = Origin.of(URI.create(scheme + "://" + authority));
            return Optional.of(request.to(origin).withTarget(path + (query.isEmpty() ? "" : "?" + query)));
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }

    private boolean isAtOrBelow(Location page) {
        return authority.equals(page.authority)
                && (path.equals(page.path) || path.startsWith(page.path.endsWith("/") ? page.path : page.path + "/"));
    }

    private String host() {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String plainHost(String host) {
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static String plain(String path) {
        var plain = path.toLowerCase(Locale.ROOT).replaceAll("/{2,}", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }
}

package dev.postern.api.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a request goes: scheme, host and port (RFC 9110 4.3.1).
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower-case host name or IP literal
 * @param port always a number: the scheme's default where the URL gave none
 */
public record Origin(String scheme, String host, int port) {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

    /**
     * The origin of an absolute http or https URL.
     *
     * @throws IllegalArgumentException where the URL is relative, or of another scheme
     */
    public static Origin of(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            throw new IllegalArgumentException("not an absolute URL with a host");
        }
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("not an http or https URL");
        }
        var port = url.getPort() >= 0 ? url.getPort() : defaultPort(scheme);
        return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
    }

    /** Whether requests there do not leave this machine (RFC 6761 6.3, RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether requests there are encrypted. */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** {@code host} or {@code host:port}, as a Host header has it. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** {@code https://host:port}. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}

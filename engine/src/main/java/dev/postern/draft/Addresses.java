package dev.postern.draft;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which addresses a target file may have. */
final class Addresses {

    private static final Pattern PATH = Pattern.compile("/(?!/)[A-Za-z0-9._~!&'()*+,;=:@/?%-]*");

    private Addresses() {}

    /** Whether a text is a base URL: http or https with a host, and nothing behind the path. */
    static boolean isBaseUrl(String text) {
        return url(text).filter(u -> u.getRawQuery() == null).isPresent();
    }

    /** Whether a text is the address of an endpoint: such a URL, or a path that counts from the root of the host. */
    static boolean isEndpoint(String text) {
        return PATH.matcher(text).matches() || url(text).isPresent();
    }

    private static Optional<URI> url(String text) {
        try {
            var url = new URI(text);
            var scheme = String.valueOf(url.getScheme());
            var web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
            var port = url.getPort() != 0 && url.getPort() <= 65_535;
            return web && url.getHost() != null && port && url.getRawUserInfo() == null && url.getRawFragment() == null
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}

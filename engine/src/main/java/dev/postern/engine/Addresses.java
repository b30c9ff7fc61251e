package dev.postern.engine;

import java.net.URI;
import java.util.Optional;

/** Addresses of targets that do not come from a target file. */
final class Addresses {

    /** What to write. */
    static final String REMEDY =
            "write an http or https URL without user, query and fragment, e.g. https://localhost:8443/api";

    private Addresses() {}

    /**
     * An address to which paths of operations can be appended, without the slash at its end, since paths begin with one:
     * an http or https URL with a host, and nothing after its path. Empty where it is no such address.
     */
    static Optional<URI> baseUrl(URI url) {
        var isOne = ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        return isOne ? Optional.of(URI.create(url.toString().replaceAll("/++$", ""))) : Optional.empty();
    }
}

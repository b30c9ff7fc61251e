package dev.postern.engine;

import java.net.URI;

/** Addresses of targets that do not come from a target file. */
final class Addresses {

    /** What to write. */
    static final String REMEDY =
            "write an http or https URL without user, query and fragment, e.g. https://localhost:8443/api";

    private Addresses() {}

    /** Whether paths of operations can be appended: an http or https URL with a host, and nothing after its path. */
    static boolean isBaseUrl(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getPort() != 0
                && url.getPort() <= 65_535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /** Without the slash at its end: paths begin with one. */
    static URI withoutSlash(URI url) {
        return URI.create(url.toString().replaceAll("/++$", ""));
    }
}

package dev.postern.target;

import dev.postern.api.http.Origin;
import dev.postern.api.target.Target.Listening;
import dev.postern.yaml.Mapping;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads {@code listener}. */
final class ListenerReader {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

    /** Listening at all addresses has none that could be told to a target. */
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private ListenerReader() {}

    /**
     * Reads it.
     *
     * @param baseUrl the address of the target, which cannot be the listener's; empty where it is not known
     */
    static Optional<Listening> read(Mapping in, Optional<URI> baseUrl) {
        in.allowing(Section.LISTENER.keys());
        in.require("host", "an address of this machine that the target can reach, e.g. \"host: 127.0.0.1\"");
        var host = in.text("host").filter(h -> isHost(h, in));
        var port = in.integer("port", 1, 65_535);
        var url = in.url("url").filter(u -> isUrl(u, in, baseUrl));
        if (in.has("url") && !in.has("port")) {
            in.error(
                    "url",
                    in.owner() + " has \"url\" and no \"port\"",
                    "a free port is another one each time: add \"port\"");
        }
        if (host.filter(ALL_ADDRESSES::contains).isPresent() && !in.has("url")) {
            in.error(
                    "host",
                    in.words("host") + " is no address that a target could be told",
                    "add \"url\", the address by which the target reaches it");
        }
        var wait = in.duration("wait", Duration.ZERO).orElse(DEFAULT_WAIT);
        return host.map(h -> new Listening(h, port.orElse(0), url.map(ListenerReader::withoutSlash), wait));
    }

    private static boolean isHost(String host, Mapping in) {
        if (host.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")) {
            return true;
        }
        in.error("host", in.words("host") + " is no host: " + in.shown("host", host), "write it without port and path");
        return false;
    }

    private static boolean isUrl(URI url, Mapping in, Optional<URI> baseUrl) {
        if (url.getRawQuery() != null) {
            in.error("url", in.words("url") + " has a query", "remove the \"?\" and what follows it");
            return false;
        }
        if (baseUrl.map(Origin::of).filter(Origin.of(url)::equals).isPresent()) {
            in.error(
                    "url",
                    in.words("url") + " is the address of the target itself",
                    "write the address by which the target reaches this machine");
            return false;
        }
        return true;
    }

    private static URI withoutSlash(URI url) {
        return URI.create(url.toString().replaceAll("/++$", ""));
    }
}

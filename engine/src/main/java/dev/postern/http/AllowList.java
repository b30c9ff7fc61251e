package dev.postern.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets requests through only to the origins that the target file names. {@code localhost} and {@code 127.0.0.1} are two
 * hosts: they may be two services.
 */
final class AllowList implements Link {

    private final Set<Origin> origins;
    private final Set<String> hosts;

    AllowList(Target target) {
        origins = Stream.of(
                        Stream.of(target.baseUrl()),
                        target.schemes().values().stream().flatMap(AllowList::addresses),
                        target.identities().values().stream()
                                .flatMap(identity -> identity.hooks().addresses()))
                .flatMap(addresses -> addresses)
                .map(target::resolve)
                .map(Origin::of)
                .collect(toUnmodifiableSet());
        hosts = target.allow().stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(toUnmodifiableSet());
    }

    private static Stream<URI> addresses(Scheme scheme) {
        return Stream.concat(issuing(scheme), scheme.revocation().endpoint().stream());
    }

    private static Stream<URI> issuing(Scheme scheme) {
        if (scheme instanceof Scheme.BearerJwt jwt) {
            return Stream.of(jwt.tokenEndpoint(), jwt.jwks()).flatMap(Optional::stream);
        }
        if (scheme instanceof Scheme.BearerOpaque opaque) {
            return opaque.tokenEndpoint().stream();
        }
        return scheme instanceof Scheme.Basic basic ? basic.plaintext().stream() : Stream.empty();
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        return isAllowed(request.origin())
                ? onward.send(request)
                : Link.refusal(
                        request,
                        Failure.HOST_NOT_ALLOWED,
                        request.origin()
                                + " is not a host of this target; add it, as host:port, under `allow:` in the target file");
    }

    /** A host by itself stands for its web server: what else listens there is somebody else's. */
    private static boolean isUsualPort(Origin origin) {
        return origin.port() == (origin.isSecure() ? 443 : 80);
    }

    private boolean isAllowed(Origin origin) {
        return origins.contains(origin)
                || (isUsualPort(origin) && hosts.contains(origin.host()))
                || hosts.contains(origin.host() + ":" + origin.port());
    }
}

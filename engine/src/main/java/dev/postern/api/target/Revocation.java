package dev.postern.api.target;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How credentials of a scheme end before their time.
 *
 * @param endpoint where tokens are revoked (RFC 7009 2), if declared; to be resolved by {@link Target#resolve}
 * @param within how soon a credential is refused after it was revoked, or its user logged out or was disabled; empty
 *     where the target file says nothing
 */
public record Revocation(Optional<URI> endpoint, Optional<Duration> within) {

    /** What holds where the target file says nothing. */
    public static final Revocation NONE = new Revocation(Optional.empty(), Optional.empty());
}

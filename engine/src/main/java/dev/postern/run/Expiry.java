package dev.postern.run;

import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenView;
import java.time.Instant;
import java.util.Optional;

/** When a credential runs out, as far as it says so itself. */
final class Expiry {

    private Expiry() {}

    /** The {@code exp} of a JWT (RFC 7519 4.1.4), whoever signed it; empty for any other credential. */
    static Optional<Instant> of(String credential) {
        try {
            return TokenView.of(credential).exp();
        } catch (MalformedTokenException e) {
            return Optional.empty(); // an opaque token, a key or a password says nothing
        }
    }
}

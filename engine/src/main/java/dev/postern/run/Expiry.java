package dev.postern.run;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** When a credential runs out, as far as it says so itself. */
final class Expiry {

    private Expiry() {}

    /** The {@code exp} of a JWT (RFC 7519 4.1.4), whoever signed it; empty for any other credential. */
    static Optional<Instant> of(String credential) {
        var parts = credential.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var claims = JSONObjectUtils.parse(Base64URL.from(parts[1]).decodeToString());
            return claims.get("exp") instanceof Number seconds
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (ParseException | DateTimeException e) {
            return Optional.empty();
        }
    }
}

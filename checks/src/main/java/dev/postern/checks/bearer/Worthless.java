package dev.postern.checks.bearer;

import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Decoy;
import dev.postern.checks.craft.ValidToken;

/** Tokens that look like the valid one and are worth nothing. */
final class Worthless {

    private Worthless() {}

    /** A JWT with a signature of noise; of an opaque token one of the same form. */
    static String like(Subject on) {
        return on.scheme() instanceof Scheme.BearerJwt
                ? ValidToken.of(on).received().withNoiseSignature().text()
                : Decoy.like(on.credential());
    }
}

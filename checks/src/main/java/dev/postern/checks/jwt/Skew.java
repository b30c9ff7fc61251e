package dev.postern.checks.jwt;

import dev.postern.api.check.Subject;
import dev.postern.checks.craft.ValidToken;
import java.time.Duration;

/** How far clocks may differ before a token's times must be taken at their word. */
final class Skew {

    /** The largest default that is in wide use: Microsoft.IdentityModel's. Spring and Nimbus have 60 s, most others 0. */
    static final Duration LARGEST_DEFAULT = Duration.ofMinutes(5);

    private Skew() {}

    /**
     * What no target may exceed: the leeway that the target file declares, or the largest default. What lies between a
     * small declared leeway and that default is the subject of {@code jwt.leeway}, which is far less severe.
     */
    static Duration beyondExcuse(Subject on) {
        var declared = ValidToken.scheme(on).leeway();
        return declared.compareTo(LARGEST_DEFAULT) > 0 ? declared : LARGEST_DEFAULT;
    }
}

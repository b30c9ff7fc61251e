package dev.postern.checks.craft;

import dev.postern.api.check.Attempt;
import dev.postern.api.check.Subject;
import dev.postern.forge.Draft;
import dev.postern.forge.Token;
import java.util.Optional;

/**
 * What forgeries with a signature of their own are made of. Where the target file gives a signing key, each stands beside
 * an honest twin: the same claims, freshly signed by the trusted key. Without one the claims and times of the captured
 * token are used, and each attempt says so: that token was granted, but nothing newly signed was.
 */
public final class Forging {

    /** Ends the label of an attempt that has no twin. */
    public static final String NO_TWIN = " (captured token, no honest twin)";

    private final ValidToken valid;
    private final Optional<HonestTwin> twin;

    private Forging(ValidToken valid, Optional<HonestTwin> twin) {
        this.valid = valid;
        this.twin = twin;
    }

    public static Forging of(Subject on) {
        return new Forging(ValidToken.of(on), HonestTwin.ifPossible(on));
    }

    /** The token that was granted. */
    public ValidToken valid() {
        return valid;
    }

    /** The draft of which twin and forgeries are made. */
    public Draft draft() {
        return twin.map(HonestTwin::draft).orElseGet(valid::draft);
    }

    /** An attempt with a forged token. */
    public Attempt attempt(String label, Token forged) {
        return twin.map(honest -> honest.attempt(label, forged))
                .orElseGet(() -> valid.on().attempt(label + NO_TWIN, forged.text()));
    }

    /** An attempt named by what the forge did to the token. */
    public Attempt attempt(Token forged) {
        return attempt(forged.description(), forged);
    }
}

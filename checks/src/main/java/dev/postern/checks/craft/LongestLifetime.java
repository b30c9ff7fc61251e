package dev.postern.checks.craft;

import dev.postern.api.check.Parameters;
import dev.postern.api.target.Scheme;
import java.time.Duration;
import java.util.Optional;

/**
 * How long access tokens may live: as long as the target file promises, and no longer than the checklist allows.
 *
 * @param allowed what the checklist allows; empty if it sets no limit
 * @param promised what the target file promises
 */
public record LongestLifetime(Optional<Duration> allowed, Duration promised) {

    /** The parameter by which a checklist limits it. */
    public static final String PARAMETER = "maxLifetime";

    /** For the tokens of a scheme. */
    public static LongestLifetime of(Parameters parameters, Scheme scheme) {
        return new LongestLifetime(parameters.duration(PARAMETER), ((Scheme.Bearer) scheme).maxLifetime());
    }

    /** The shorter of both. */
    public Duration limit() {
        return allowed.filter(most -> most.compareTo(promised) < 0).orElse(promised);
    }

    /** Who sets the limit, as the end of a sentence: {@code is declared (maxLifetime)}. */
    public String source() {
        return limit().equals(promised) ? "is declared (maxLifetime)" : "is allowed by the checklist (maxLifetime)";
    }

    /**
     * What is wrong with the promise itself: it is looser than the checklist allows. A lifetime that the target file does
     * not declare is no promise.
     */
    public Optional<String> loosePromise() {
        return allowed.filter(most -> promised.compareTo(most) > 0 && !promised.equals(Scheme.Bearer.DEFAULT_LIFETIME))
                .map(most -> "The target file promises tokens of at most " + words(promised)
                        + " (maxLifetime); the checklist allows " + words(most) + ".");
    }

    /** A duration in words: {@code 29 days}, {@code 3600 s}. */
    public static String words(Duration duration) {
        return duration.toDays() > 2 ? duration.toDays() + " days" : duration.toSeconds() + " s";
    }
}

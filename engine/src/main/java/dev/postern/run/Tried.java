package dev.postern.run;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.target.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a case showed before the valid credentials were tried once more.
 *
 * @param showing the verdict, which may still hang on that
 * @param elapsed how long the case's own requests took
 */
record Tried(
        PlannedCase planned,
        LiveSubject subject,
        Evidence evidence,
        Showing showing,
        Instant startedAt,
        Duration elapsed) {

    /**
     * A verdict.
     *
     * @param holders the identities whose valid credentials must have outlived the attempts for it to stand; none where
     *     it stands by itself
     * @param cached whether a cache gave a stranger what it had stored
     */
    record Showing(Verdict verdict, List<Identity> holders, boolean cached) {

        /** A verdict that stands by itself. */
        static Showing of(Verdict verdict) {
            return new Showing(verdict, List.of(), false);
        }

        /** Whether it will not change any more, whatever becomes of the credentials. */
        boolean isFinal() {
            return holders.isEmpty() && !hangsOnCache();
        }

        /** Whether it changes if no other case tells of the cache. */
        boolean hangsOnCache() {
            return cached && verdict.outcome() != Outcome.FAIL;
        }

        /** This one, where a cache gave a stranger what it had stored. */
        Showing fromCache(boolean isFromCache) {
            return new Showing(verdict, holders, isFromCache);
        }
    }
}

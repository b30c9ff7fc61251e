package dev.postern.checks.refresh;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.checks.refresh.Exchanged.Issued;
import dev.postern.checks.refresh.Exchanged.Refused;
import dev.postern.checks.refresh.Exchanged.Unclear;

/** How a scenario begins: with a refresh token of its own, exchanged once. */
sealed interface Start {

    /**
     * It worked.
     *
     * @param first the refresh token that it began with
     * @param issued what that was exchanged for
     */
    record Ready(String first, Issued issued) implements Start {
        @Override
        public String toString() {
            return "Ready";
        }
    }

    /** It did not. */
    record Failed(Verdict verdict) implements Start {}

    /** Obtains a refresh token and exchanges it. */
    static Start of(Scenario on) {
        var fresh = on.obtain(on.identity());
        if (fresh instanceof Fresh.Failed failed) {
            return new Failed(failed.verdict());
        }
        var token = ((Fresh.Obtained) fresh).refreshToken();
        if (token.isEmpty()) {
            return new Failed(Verdict.notApplicable(Reason.IRRELEVANT, Holders.none(on)));
        }
        var exchanged = Exchanged.of(on, "The first refresh", token.get());
        if (exchanged instanceof Issued issued) {
            return new Ready(token.get(), issued);
        }
        return new Failed(exchanged instanceof Unclear unclear ? unclear.verdict() : refused(on, (Refused) exchanged));
    }

    /** A token that was just issued must work; one that was given may have been used up long ago. */
    private static Verdict refused(Scenario on, Refused refused) {
        return Holders.isThrowaway(on.identity()) && refused.isForToken()
                ? Verdict.fail(
                        Reason.BROKEN, "A refresh token that had just been issued was refused with `invalid_grant`.")
                : Verdict.inconclusive(
                        Reason.SETUP_FAILED,
                        "The refresh token of " + on.identity().name() + " was refused (" + refused.error()
                                + "): is it used"
                                + " up or expired, or does the client lack its `clientId` and `clientSecret`?");
    }
}

package dev.postern.checks.ending;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.http.Exchange;
import dev.postern.checks.craft.Obeyed;
import dev.postern.checks.ending.Throwaway.Alive;
import java.util.function.Function;

/**
 * A credential of the check's own is obtained, used, ended by one request, and must then be refused.
 *
 * @param credential what ends, with its article: {@code a revoked access token}
 * @param request the request that ends it, as the subject of a sentence
 * @param isPage whether that request may lead a browser on to another page
 */
record Ending(String credential, String request, boolean isPage) {

    /** Requests of a case: for a JWT three other spellings before and after, and some waiting. */
    static final int REQUESTS = 24;

    Verdict verdict(Scenario on, Function<Fresh.Obtained, Exchange> end) throws InterruptedException {
        var throwaway = Throwaway.of(on, "a credential of the check's own, before");
        if (throwaway instanceof Throwaway.Failed failed) {
            return failed.verdict();
        }
        var alive = (Alive) throwaway;
        var disobeyed = Obeyed.orElse(request, isPage, end.apply(alive.own()));
        if (disobeyed.isPresent()) {
            return disobeyed.get();
        }
        var outcome = new Watch(on, credential, alive.own().credential()).watch();
        if (outcome instanceof Watch.Outcome.Granted granted) {
            return granted.fail();
        }
        if (outcome instanceof Watch.Outcome.Undecided undecided) {
            return undecided.verdict();
        }
        var after = ((Watch.Outcome.Refused) outcome).after();
        return otherwiseSpelt(
                on,
                alive,
                Verdict.pass(
                        Reason.HELD,
                        credential + " was granted before, and refused three times in a row "
                                + (after.isZero() ? "at once." : after.toSeconds() + " s after.")));
    }

    /** A list of tokens that have ended must know them in every spelling that the target takes. */
    private Verdict otherwiseSpelt(Scenario on, Alive alive, Verdict held) {
        for (var spelling : alive.spellings()) {
            var decision = on.judge("the same token in another spelling, after", spelling);
            if (decision instanceof Granted) {
                return Verdict.fail(
                        Reason.GRANTED,
                        credential
                                + " is refused as it was issued, and granted in another spelling of the same signature:"
                                + " what has ended is looked up by its text.");
            }
            if (decision instanceof Unclear unclear) {
                return Verdict.inconclusive(unclear.reason(), credential + " in another spelling: " + unclear.words());
            }
        }
        return Throwaway.unlessLost(on, held);
    }
}

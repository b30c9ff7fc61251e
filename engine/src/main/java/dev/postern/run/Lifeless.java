package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.target.Identity;

/** What to say of a valid credential that is not granted where it must be. */
final class Lifeless {

    private Lifeless() {}

    /** A target that does not answer at all has not judged anybody. */
    static Reason silentOr(Reason other, Decision.Unclear broken) {
        return broken.reason() == Reason.TRANSPORT ? Reason.TRANSPORT : other;
    }

    /** Names the commonest cause of a dead credential, and what to do; empty where it is another. */
    static String ranOut(LiveSubject subject, Identity who) {
        return Expiry.of(subject.credentialOf(who))
                .filter(at -> at.isBefore(subject.now()))
                .map(at -> ". Its token ran out at " + at + ": give a fresh one, or let Postern obtain it"
                        + " (\"grant:\" or \"claims:\" in \"obtain\" of \"" + who.name() + "\").")
                .orElse("");
    }
}

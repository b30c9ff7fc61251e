package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import java.util.Optional;

/** What to say of a valid credential that is not granted where it must be. */
final class Lifeless {

    private Lifeless() {}

    /** A target that does not answer at all has not judged anybody. */
    static Reason silentOr(Reason other, Decision.Unclear broken) {
        return broken.reason() == Reason.TRANSPORT ? Reason.TRANSPORT : other;
    }

    /** Names the likely cause of a dead credential, and what to do; empty if there is no sign of one. */
    static String likelyCause(Bench bench, LiveSubject subject, Identity who) {
        return locked(bench, subject, who).orElseGet(() -> ranOut(subject, who).orElseGet(() -> ended(bench, who)));
    }

    private static Optional<String> locked(Bench bench, LiveSubject subject, Identity who) {
        var failed = bench.door().failedLogins(account(subject, who));
        return failed == 0
                ? Optional.empty()
                : Optional.of(". The likely cause is this audit: it sent " + failed
                        + (failed == 1 ? " failed login" : " failed logins")
                        + " to that account, which may be locked now. Unlock it, and lower `limits: failedLogins` in the"
                        + " target file");
    }

    private static String account(LiveSubject subject, Identity who) {
        return who.obtain() instanceof Obtain.PasswordGrant grant
                ? grant.username()
                : subject.target().schemes().get(who.scheme()) instanceof Scheme.Basic
                        ? subject.credentialOf(who).split(":", 2)[0]
                        : who.name();
    }

    /** Only where it was granted elsewhere before: what was never granted nothing has ended. */
    private static String ended(Bench bench, Identity who) {
        var before = bench.watch().trail().before(who);
        return before.isEmpty()
                ? ""
                : ". Before it was refused for the first time it was granted on " + String.join(", ", before)
                        + ": if one of them ends it, mark that operation `destructive: true`, or give it as `logout`";
    }

    private static Optional<String> ranOut(LiveSubject subject, Identity who) {
        return Expiry.of(subject.credentialOf(who))
                .filter(at -> at.isBefore(subject.now()))
                .map(at -> ". Its token ran out at " + at + ": give a fresh one, or let Postern obtain it"
                        + " (\"grant:\" or \"claims:\" in \"obtain\" of \"" + who.name() + "\").");
    }
}

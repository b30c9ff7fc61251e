package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import java.util.Collection;
import java.util.Optional;

/**
 * The reference requests of one operation: without them no answer there proves anything, whatever the kind of check. The valid
 * credential is granted, no credential is denied, a path that does not exist is answered otherwise, and others who send
 * something are alive.
 */
final class References {

    private final Bench bench;
    private final LiveSubject subject;
    private final Evidence evidence;

    References(Bench bench, LiveSubject subject) {
        this.bench = bench;
        this.subject = subject;
        this.evidence = subject.evidence();
    }

    /** What is missing for a verdict on what the operation answers, if anything is. */
    Optional<Verdict> missing() {
        return brokenPositive().or(this::missingBesidePositive);
    }

    /** The same, where the valid credential was seen to be granted. */
    Optional<Verdict> missingBesidePositive() {
        return notDenied(negative()).or(() -> subject.intruder().flatMap(this::deadIntruder));
    }

    /** The verdict where the valid credential is not granted. */
    Optional<Verdict> brokenPositive() {
        var label = "valid credential of " + subject.identity().name();
        var positive = granted(subject.request(), subject.identity(), label);
        var broken = bench.oracle().brokenPositive(positive);
        evidence.mustBeGranted(
                Kind.POSITIVE_CONTROL,
                label,
                broken.isEmpty(),
                broken.map(Decision.Unclear::words).orElseGet(() -> "granted: " + Evidence.status(positive)),
                positive);
        return broken.map(b -> Verdict.inconclusive(
                b.reason(),
                "The " + label + " is not granted on " + subject.operation().label() + ", so a denial would prove"
                        + " nothing: " + b.words() + Lifeless.likelyCause(bench, subject, subject.identity())));
    }

    /** The answer to a valid credential; where the first one is no grant, that of a moment later. */
    private Exchange granted(WireRequest request, Identity who, String label) {
        var first = bench.control(request);
        var again = bench.oracle().brokenPositive(first).flatMap(broken -> bench.afterMoment(request, first, who));
        again.ifPresent(other -> evidence.step(
                label + ": the first answer, before it was tried again",
                "a target may have to fetch keys for its first decision",
                first));
        return again.orElse(first);
    }

    /** The decision on the request without credential. */
    Decision negative() {
        var first = subject.negativeControl();
        bench.afterSilence(subject, first, () -> {
                    bench.forgetNegative(subject.bare(), first);
                    return subject.negativeControl();
                })
                .ifPresent(again -> evidence.tooSlow("no credential", first));
        var negative = bench.oracle().negative(subject.controls(Optional.empty()));
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, "no credential", negative, subject.negatives());
        return negative;
    }

    /** The verdict where the request without credential is not denied. */
    Optional<Verdict> notDenied(Decision negative) {
        return negative instanceof Decision.Granted ? Optional.of(open(negative)) : unclear(negative);
    }

    /** The verdict where the operation is open. */
    Verdict open(Decision negative) {
        return Verdict.inconclusive(
                Reason.OPERATION_IS_OPEN,
                subject.operation().label()
                        + " is granted without any credential, so what it does with a forged one shows" + " nothing: "
                        + negative.words());
    }

    /** The verdict where it cannot be told whether the operation is open. */
    Optional<Verdict> unclear(Decision negative) {
        return negative instanceof Decision.Unclear unclear
                ? Optional.of(Verdict.inconclusive(
                        unclear.reason(),
                        "It is unclear whether a request without credential is denied: " + unclear.words()))
                : Optional.empty();
    }

    /** The verdict where one of the senders is not granted where it must be; of who is granted nowhere its attempts may show it. */
    Optional<Verdict> deadSender(Collection<Identity> senders) {
        return senders.stream().flatMap(who -> dead(who).stream()).findFirst();
    }

    private Optional<Verdict> deadIntruder(Identity who) {
        return subject.lifeSign(who).isEmpty() ? Optional.of(unknown(who)) : dead(who);
    }

    /** The verdict where nothing can show that the credential of an identity works. */
    static Verdict unknown(Identity who) {
        return Verdict.notApplicable(
                Reason.NEED_MISSING,
                "No operation must be granted to \"" + who.name()
                        + "\", so nothing shows that its credential works, and its denial proves nothing: declare one that"
                        + " it may call.");
    }

    private Optional<Verdict> dead(Identity sender) {
        var request = subject.lifeSign(sender);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        var label = "valid credential of " + sender.name();
        var exchange = granted(request.get(), sender, label);
        var broken = bench.oracle().brokenPositive(exchange);
        evidence.mustBeGranted(
                Kind.POSITIVE_CONTROL,
                label,
                broken.isEmpty(),
                broken.map(Decision.Unclear::words)
                        .orElseGet(() -> "granted where it must be: " + Evidence.status(exchange)),
                exchange);
        return broken.map(b -> Verdict.inconclusive(
                Lifeless.silentOr(Reason.INTRUDER_NOT_ALIVE, b),
                "The " + label + " is not granted even where it must be, so a denial would prove nothing: " + b.words()
                        + Lifeless.likelyCause(bench, subject, sender)));
    }
}

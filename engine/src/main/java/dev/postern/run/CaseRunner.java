package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Decision;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Runs one case: controls, attempts, controls again, verdict. */
final class CaseRunner {

    private final Bench bench;

    CaseRunner(Bench bench) {
        this.bench = bench;
    }

    CaseResult run(PlannedCase planned, SecurityCheck check) {
        var startedAt = Instant.now();
        var evidence = new Evidence(bench.redactor());
        var target = bench.target();
        var subject = new LiveSubject(
                bench,
                evidence,
                target.operations().get(planned.operation()),
                target.schemes().get(planned.scheme()),
                target.identities().get(planned.identity()),
                Optional.ofNullable(target.identities().get(planned.intruder())));
        var verdict = verdict(check, subject, evidence);
        return new CaseResult(
                planned,
                new Verdict(
                        verdict.outcome(), verdict.reason(), bench.redactor().redact(verdict.words())),
                evidence.trials(),
                verdict.outcome() == Outcome.FAIL ? planned.fingerprint(target.name()) : "",
                startedAt,
                Duration.between(startedAt, Instant.now()).toMillis());
    }

    private Verdict verdict(SecurityCheck check, LiveSubject subject, Evidence evidence) {
        try {
            if (check instanceof ScenarioCheck scenario) {
                return scenario.run(subject);
            }
            var broken = brokenPositive(subject, evidence);
            if (broken.isPresent()) {
                return broken.get();
            }
            return check instanceof PropertyCheck property
                    ? property(property, subject)
                    : denial((DenialCheck) check, subject, evidence);
        } catch (LiveSubject.NoCredential e) {
            return e.verdict();
        } catch (CannotTryException e) {
            return Verdict.inconclusive(e.reason(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.inconclusive(Reason.REFUSED_BY_DOOR, "The audit was told to end.");
        } catch (RuntimeException e) {
            // a check of somebody else's making must not end the audit; nor may what it says in its exception be lost
            return Verdict.inconclusive(
                    Reason.CHECK_ERROR,
                    "The check itself broke: " + e.getClass().getSimpleName() + ": " + e.getMessage() + place(e));
        }
    }

    private static String place(RuntimeException e) {
        return e.getStackTrace().length == 0 ? "" : " (at " + e.getStackTrace()[0] + ")";
    }

    private Optional<Verdict> brokenPositive(LiveSubject subject, Evidence evidence) {
        var label = "valid credential of " + subject.identity().name();
        var positive = subject.positiveControl();
        var broken = bench.oracle().brokenPositive(positive);
        evidence.mustBeGranted(
                Kind.POSITIVE_CONTROL,
                label,
                broken.isEmpty(),
                broken.map(Decision.Unclear::words).orElseGet(() -> "granted: " + status(positive)),
                positive);
        return broken.map(b -> Verdict.inconclusive(
                b.reason(),
                "The " + label + " is not granted on " + subject.operation().label() + ", so a denial would prove"
                        + " nothing: " + b.words() + ranOut(subject, subject.identity())));
    }

    private Verdict property(PropertyCheck check, LiveSubject subject) {
        var defects = check.defects(subject).map(PropertyCheck.Defect::words).toList();
        return defects.isEmpty()
                ? Verdict.pass(Reason.SOUND, "No defect found; the credential looked at was granted.")
                : Verdict.fail(Reason.DEFECT, String.join(" ", defects));
    }

    private Verdict denial(DenialCheck check, LiveSubject subject, Evidence evidence) {
        var negative = bench.oracle().negative(subject.controls(Optional.empty()));
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, "no credential", negative, List.of(subject.negativeControl()));
        var attempts = check.attempts(subject).toList();
        if (attempts.isEmpty()) {
            return Verdict.inconclusive(Reason.SETUP_FAILED, "The check found nothing to try here.");
        }
        var isOpen = negative instanceof Decision.Granted;
        if (isOpen) {
            // Openness is the finding of the check that sends no credential, and of no other: one cause, one finding.
            attempts = attempts.stream()
                    .filter(a -> a.request().equals(subject.bare()))
                    .toList();
            if (attempts.isEmpty()) {
                return Verdict.inconclusive(
                        Reason.OPERATION_IS_OPEN,
                        subject.operation().label() + " is granted without any credential, so what it does with a"
                                + " forged one shows nothing: " + negative.words());
            }
        }
        if (negative instanceof Decision.Unclear unclear) {
            return Verdict.inconclusive(
                    unclear.reason(),
                    "It is unclear whether a request without credential is denied: " + unclear.words());
        }
        var dead = deadSender(attempts, subject, evidence);
        if (dead.isPresent()) {
            return dead.get();
        }
        return verdict(attempts, tried(attempts, subject, evidence), subject, evidence);
    }

    /** Identities whose valid credentials are tried must be granted somewhere, else their denial proves nothing. */
    private Optional<Verdict> deadSender(List<Attempt> attempts, LiveSubject subject, Evidence evidence) {
        for (var sender : senders(attempts, subject)) {
            var label = "valid credential of " + sender.name();
            var request = subject.lifeSign(sender);
            if (request.isEmpty()) {
                return Optional.of(Verdict.inconclusive(
                        Reason.INTRUDER_NOT_ALIVE,
                        "No operation of the target file must be granted to \"" + sender.name()
                                + "\", so nothing shows that its credential works: a denial would prove nothing."));
            }
            var exchange = bench.control(request.get());
            var broken = bench.oracle().brokenPositive(exchange);
            evidence.mustBeGranted(
                    Kind.POSITIVE_CONTROL,
                    label,
                    broken.isEmpty(),
                    broken.map(Decision.Unclear::words)
                            .orElseGet(() -> "granted where it must be: " + status(exchange)),
                    exchange);
            if (broken.isPresent()) {
                return Optional.of(Verdict.inconclusive(
                        silentOr(Reason.INTRUDER_NOT_ALIVE, broken.get()),
                        "The " + label + " is not granted even where it must be, so a denial would prove nothing: "
                                + broken.get().words() + ranOut(subject, sender)));
            }
        }
        return Optional.empty();
    }

    /** A target that does not answer at all has not judged anybody. */
    private static Reason silentOr(Reason other, Decision.Unclear broken) {
        return broken.reason() == Reason.TRANSPORT ? Reason.TRANSPORT : other;
    }

    /** Names the commonest cause of a dead credential, and what to do; empty where it is another. */
    private String ranOut(LiveSubject subject, Identity who) {
        return Expiry.of(subject.credentialOf(who))
                .filter(at -> at.isBefore(bench.now()))
                .map(at -> ". Its token ran out at " + at + ": give a fresh one, or let Postern obtain it"
                        + " (\"grant:\" or \"claims:\" in \"obtain\" of \"" + who.name() + "\").")
                .orElse("");
    }

    private static List<Identity> senders(List<Attempt> attempts, LiveSubject subject) {
        return attempts.stream()
                .flatMap(a -> a.by().stream())
                .filter(who -> !who.equals(subject.identity()))
                .distinct()
                .toList();
    }

    private List<Decision> tried(List<Attempt> attempts, LiveSubject subject, Evidence evidence) {
        var decisions = new ArrayList<Decision>();
        for (var attempt : attempts) {
            var deniedTwin = deniedTwin(attempt, evidence);
            decisions.add(deniedTwin.isPresent() ? deniedTwin.get() : tried(attempt, subject, evidence, decisions));
        }
        return decisions;
    }

    private Optional<Decision> deniedTwin(Attempt attempt, Evidence evidence) {
        if (attempt.twin().isEmpty()) {
            return Optional.empty();
        }
        var exchange = bench.control(attempt.twin().get());
        var broken = bench.oracle().brokenPositive(exchange);
        evidence.mustBeGranted(
                Kind.TWIN,
                "honest twin of: " + attempt.label(),
                broken.isEmpty(),
                broken.map(Decision.Unclear::words).orElseGet(() -> "granted: " + status(exchange)),
                exchange);
        return broken.map(b -> new Decision.Unclear(
                silentOr(Reason.TWIN_DENIED, b),
                "the honest twin, which differs only in what is tested, is not granted either: " + b.words()));
    }

    private Decision tried(Attempt attempt, LiveSubject subject, Evidence evidence, List<Decision> before) {
        var isNegativeControl = attempt.request().equals(subject.bare());
        var exchange = isNegativeControl ? subject.negativeControl() : sent(attempt);
        var exchanges = new ArrayList<>(List.of(exchange));
        var decision = judge(attempt, subject, exchange);
        var isFirstGrant =
                decision instanceof Decision.Granted && before.stream().noneMatch(Decision.Granted.class::isInstance);
        if (isFirstGrant) {
            // a finding is claimed only when it happens twice
            var again = sent(attempt);
            exchanges.add(again);
            if (!(judge(attempt, subject, again) instanceof Decision.Granted)) {
                decision = new Decision.Unclear(
                        Reason.UNSTABLE_CONTROL,
                        "granted once (" + status(exchange) + "), and not when sent again (" + status(again) + ")");
            }
        }
        evidence.mustBeDenied(Kind.ATTEMPT, attempt.label(), decision, exchanges);
        return decision;
    }

    /** A redirect to the same resource decides nothing, unless it is the channel that is on trial: its end is judged. */
    private Exchange sent(Attempt attempt) {
        return attempt.tolerated().contains(Attempt.Tolerated.CHANNEL_REFUSED)
                ? bench.courier().send(attempt.request())
                : bench.courier().sendAndFollow(attempt.request());
    }

    /** The request without credential is the negative control, and is judged as such. */
    private Decision judge(Attempt attempt, LiveSubject subject, Exchange exchange) {
        var controls = subject.controls(attempt.by());
        return attempt.request().equals(subject.bare())
                ? bench.oracle().negative(controls.withNegative(exchange))
                : bench.oracle().judge(controls, attempt, exchange);
    }

    private Verdict verdict(List<Attempt> attempts, List<Decision> decisions, LiveSubject subject, Evidence evidence) {
        var granted = labels(attempts, decisions, Decision.Granted.class);
        if (!granted.isEmpty()) {
            return Verdict.fail(
                    Reason.GRANTED, subject.operation().label() + " granted what it must deny: " + some(granted));
        }
        if (isAlikeForAll(attempts, decisions)) {
            return Verdict.notApplicable(
                    Reason.INDISTINGUISHABLE,
                    subject.operation().label() + " answers alike to all who take part, so nothing in its answers shows"
                            + " whose data it is. If it is data of their own, declare `markers:` for the identities.");
        }
        var unclear = labels(attempts, decisions, Decision.Unclear.class);
        if (!unclear.isEmpty()) {
            var reason = decisions.stream()
                    .filter(Decision.Unclear.class::isInstance)
                    .map(d -> ((Decision.Unclear) d).reason())
                    .findFirst()
                    .orElseThrow();
            return Verdict.inconclusive(
                    reason,
                    unclear.size() + " of " + attempts.size() + " attempts could not be decided: " + some(unclear));
        }
        return lost(attempts, subject, evidence)
                .orElseGet(() -> Verdict.pass(
                        Reason.HELD,
                        count(attempts.size()) + " denied; the valid credential was granted before and after."));
    }

    /** Data that all callers share cannot leak from one to another. */
    private static boolean isAlikeForAll(List<Attempt> attempts, List<Decision> decisions) {
        return attempts.stream().allMatch(a -> a.expectation() == Attempt.Expectation.NOT_OTHERS_DATA)
                && decisions.stream()
                        .anyMatch(d ->
                                d instanceof Decision.Unclear unclear && unclear.reason() == Reason.INDISTINGUISHABLE)
                && decisions.stream()
                        .allMatch(d -> d instanceof Decision.Denied
                                || (d instanceof Decision.Unclear unclear
                                        && unclear.reason() == Reason.INDISTINGUISHABLE));
    }

    /** After the last attempt the valid credentials must still be granted: they may have been locked or have run out. */
    private Optional<Verdict> lost(List<Attempt> attempts, LiveSubject subject, Evidence evidence) {
        var signs = new TreeMap<String, WireRequest>();
        signs.put(subject.identity().name(), subject.request());
        senders(attempts, subject)
                .forEach(who -> subject.lifeSign(who).ifPresent(request -> signs.put(who.name(), request)));
        for (var sign : signs.entrySet()) {
            var exchange = bench.controlAgain(sign.getValue());
            var broken = bench.oracle().brokenPositive(exchange);
            evidence.mustBeGranted(
                    Kind.LIVENESS,
                    "valid credential of " + sign.getKey() + ", once more",
                    broken.isEmpty(),
                    broken.map(Decision.Unclear::words).orElseGet(() -> "still granted: " + status(exchange)),
                    exchange);
            if (broken.isPresent()) {
                return Optional.of(Verdict.inconclusive(
                        silentOr(Reason.CONTROL_LOST, broken.get()),
                        "The valid credential of " + sign.getKey()
                                + " is no longer granted after the attempts, so their"
                                + " denial proves nothing: " + broken.get().words()
                                + ranOut(subject, bench.target().identities().get(sign.getKey()))));
            }
        }
        return Optional.empty();
    }

    private static List<String> labels(
            List<Attempt> attempts, List<Decision> decisions, Class<? extends Decision> wanted) {
        var labels = new ArrayList<String>();
        for (int i = 0; i < attempts.size(); i++) {
            if (wanted.isInstance(decisions.get(i))) {
                labels.add(attempts.get(i).label() + " (" + decisions.get(i).words() + ")");
            }
        }
        return labels;
    }

    /** The first few; the evidence has them all. */
    private static String some(List<String> labels) {
        var more = labels.size() - 3;
        return String.join("; ", labels.subList(0, Math.min(3, labels.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String count(int attempts) {
        return attempts == 1 ? "The attempt was" : "All " + attempts + " attempts were";
    }

    private static String status(Exchange exchange) {
        return exchange.response()
                .map(WireResponse::status)
                .map(String::valueOf)
                .orElse("no answer");
    }
}

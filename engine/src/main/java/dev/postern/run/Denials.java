package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.run.Tried.Showing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The attempts of one denial check on one operation, between the negative control and the verdict. */
final class Denials {

    private final Bench bench;
    private final LiveSubject subject;
    private final Evidence evidence;
    private final Memo<WireRequest, Exchange> answers;
    /** Senders whose credential an answer showed to be alive. */
    private final Set<Identity> believed = new HashSet<>();

    Denials(Bench bench, LiveSubject subject, Evidence evidence, Memo<WireRequest, Exchange> answers) {
        this.bench = bench;
        this.subject = subject;
        this.evidence = evidence;
        this.answers = answers;
    }

    /** What the check's attempts show. */
    Showing of(DenialCheck check) {
        var negative = bench.oracle().negative(subject.controls(Optional.empty()));
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, "no credential", negative, List.of(subject.negativeControl()));
        var attempts = check.attempts(subject).toList();
        if (attempts.isEmpty()) {
            return Showing.of(Verdict.inconclusive(Reason.SETUP_FAILED, "The check found nothing to try here."));
        }
        var isOpen = negative instanceof Decision.Granted;
        if (isOpen) {
            // Openness is the finding of the check that sends no credential, and of no other: one cause, one finding.
            attempts = attempts.stream()
                    .filter(a -> a.request().equals(subject.bare()))
                    .toList();
            if (attempts.isEmpty()) {
                return Showing.of(Verdict.inconclusive(
                        Reason.OPERATION_IS_OPEN,
                        subject.operation().label() + " is granted without any credential, so what it does with a"
                                + " forged one shows nothing: " + negative.words()));
            }
        }
        if (negative instanceof Decision.Unclear unclear) {
            return Showing.of(Verdict.inconclusive(
                    unclear.reason(),
                    "It is unclear whether a request without credential is denied: " + unclear.words()));
        }
        var dead = deadSender(attempts);
        return dead.isPresent() ? Showing.of(dead.get()) : showing(attempts, tried(attempts));
    }

    /** Identities whose valid credentials are tried must be granted somewhere, else their denial proves nothing. */
    private Optional<Verdict> deadSender(List<Attempt> attempts) {
        for (var sender : senders(attempts)) {
            var label = "valid credential of " + sender.name();
            var request = subject.lifeSign(sender);
            if (request.isEmpty()) {
                continue; // its attempts may show it
            }
            var exchange = bench.control(request.get());
            var broken = bench.oracle().brokenPositive(exchange);
            evidence.mustBeGranted(
                    Kind.POSITIVE_CONTROL,
                    label,
                    broken.isEmpty(),
                    broken.map(Decision.Unclear::words)
                            .orElseGet(() -> "granted where it must be: " + Evidence.status(exchange)),
                    exchange);
            if (broken.isPresent()) {
                return Optional.of(Verdict.inconclusive(
                        Lifeless.silentOr(Reason.INTRUDER_NOT_ALIVE, broken.get()),
                        "The " + label + " is not granted even where it must be, so a denial would prove nothing: "
                                + broken.get().words() + Lifeless.ranOut(subject, sender)));
            }
        }
        return Optional.empty();
    }

    private List<Identity> senders(List<Attempt> attempts) {
        return attempts.stream()
                .flatMap(a -> a.by().stream())
                .filter(who -> !who.equals(subject.identity()))
                .distinct()
                .toList();
    }

    private List<Decision> tried(List<Attempt> attempts) {
        var decisions = new ArrayList<Decision>();
        for (var attempt : attempts) {
            var moot = deniedTwin(attempt).or(() -> grantedPlainer(attempt));
            decisions.add(moot.isPresent() ? moot.get() : tried(attempt, decisions));
        }
        return decisions;
    }

    /** The saboteur would have it granted: that the attempt itself can be, is what he is to show. */
    private Optional<Decision> grantedPlainer(Attempt attempt) {
        if (attempt.plainer().isEmpty() || bench.saboteur().isPresent()) {
            return Optional.empty();
        }
        var plainer = attempt.plainer().get();
        var exchange = answered(plainer);
        var decision = judge(plainer, exchange);
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, plainer.label(), decision, List.of(exchange));
        return decision instanceof Decision.Granted
                ? Optional.of(new Decision.Unclear(
                        Reason.PLAINER_GRANTED,
                        "it shows nothing of its own, since what is plainer is granted too: " + plainer.label()))
                : Optional.empty();
    }

    private Optional<Decision> deniedTwin(Attempt attempt) {
        if (attempt.twin().isEmpty()) {
            return Optional.empty();
        }
        var exchange = bench.control(attempt.twin().get());
        var broken = bench.oracle().brokenPositive(exchange);
        evidence.mustBeGranted(
                Kind.TWIN,
                "honest twin of: " + attempt.label(),
                broken.isEmpty(),
                broken.map(Decision.Unclear::words).orElseGet(() -> "granted: " + Evidence.status(exchange)),
                exchange);
        return broken.map(b -> new Decision.Unclear(
                Lifeless.silentOr(Reason.TWIN_DENIED, b),
                "the honest twin, which differs only in what is tested, is not granted either: " + b.words()));
    }

    private Decision tried(Attempt attempt, List<Decision> before) {
        var exchange = answered(attempt);
        var exchanges = new ArrayList<>(List.of(exchange));
        var decision = judge(attempt, exchange);
        var isFirstGrant =
                decision instanceof Decision.Granted && before.stream().noneMatch(Decision.Granted.class::isInstance);
        if (isFirstGrant) {
            // a finding is claimed only when it happens twice
            var again = sent(attempt);
            exchanges.add(again);
            if (!(judge(attempt, again) instanceof Decision.Granted)) {
                decision = new Decision.Unclear(
                        Reason.UNSTABLE_CONTROL,
                        "granted once (" + Evidence.status(exchange) + "), and not when sent again ("
                                + Evidence.status(again) + ")");
            }
        }
        evidence.mustBeDenied(Kind.ATTEMPT, attempt.label(), decision, exchanges);
        attempt.by()
                .filter(sender -> subject.lifeSign(sender).isEmpty())
                .filter(sender -> bench.oracle().isForWantOfARight(subject.controls(attempt.by()), exchange))
                .ifPresent(believed::add);
        return decision;
    }

    /**
     * The negative control is not sent again, nor what another case of the round has sent alike; but what the saboteur
     * swaps, or where the channel is on trial, is sent for itself.
     */
    private Exchange answered(Attempt attempt) {
        if (bench.saboteur().isPresent() || isForChannel(attempt)) {
            return sent(attempt);
        }
        return attempt.request().equals(subject.bare())
                ? subject.negativeControl()
                : answers.get(attempt.request(), request -> sent(attempt));
    }

    private Exchange sent(Attempt attempt) {
        return bench.saboteur()
                .map(saboteur -> saboteur.during(r -> subject.unresisted(attempt, r), () -> sentAsItIs(attempt)))
                .orElseGet(() -> sentAsItIs(attempt));
    }

    /** A redirect to the same resource decides nothing, unless it is the channel that is on trial: its end is judged. */
    private Exchange sentAsItIs(Attempt attempt) {
        return isForChannel(attempt)
                ? bench.courier().send(attempt.request())
                : bench.courier().sendAndFollow(attempt.request());
    }

    private static boolean isForChannel(Attempt attempt) {
        return attempt.tolerated().contains(Attempt.Tolerated.CHANNEL_REFUSED);
    }

    /** The request without credential is the negative control, and is judged as such. */
    private Decision judge(Attempt attempt, Exchange exchange) {
        var controls = subject.controls(attempt.by());
        return attempt.request().equals(subject.bare())
                ? bench.oracle().negative(controls.withNegative(exchange))
                : bench.oracle().judge(controls, attempt, exchange);
    }

    private Showing showing(List<Attempt> attempts, List<Decision> decisions) {
        var granted = labels(attempts, decisions, Decision.Granted.class);
        if (!granted.isEmpty()) {
            return Showing.of(Verdict.fail(
                    Reason.GRANTED, subject.operation().label() + " granted what it must deny: " + some(granted)));
        }
        if (isAlikeForAll(attempts, decisions)) {
            return Showing.of(Verdict.notApplicable(
                    Reason.INDISTINGUISHABLE,
                    subject.operation().label() + " answers alike to all who take part, so nothing in its answers shows"
                            + " whose data it is. If it is data of their own, declare `markers:` for the identities."));
        }
        var lifeless = senders(attempts).stream()
                .filter(who -> subject.lifeSign(who).isEmpty() && !believed.contains(who))
                .findFirst();
        if (lifeless.isPresent()) {
            return Showing.of(Verdict.notApplicable(
                    Reason.NEED_MISSING,
                    "No operation must be granted to \"" + lifeless.get().name()
                            + "\", so nothing shows that its credential works, and its denial proves nothing: declare one"
                            + " that it may call."));
        }
        var unclear = labels(attempts, decisions, Decision.Unclear.class);
        if (!unclear.isEmpty()) {
            var reason = decisions.stream()
                    .filter(Decision.Unclear.class::isInstance)
                    .map(d -> ((Decision.Unclear) d).reason())
                    .findFirst()
                    .orElseThrow();
            return Showing.of(Verdict.inconclusive(
                    reason,
                    unclear.size() + " of " + attempts.size() + " attempts could not be decided: " + some(unclear)));
        }
        var alive =
                senders(attempts).stream().filter(who -> subject.lifeSign(who).isPresent());
        var holders = Stream.concat(Stream.of(subject.identity()), alive)
                .sorted(Comparator.comparing(Identity::name))
                .toList();
        return new Showing(
                Verdict.pass(
                        Reason.HELD,
                        count(attempts.size()) + " denied; the valid credential was granted before and after."),
                holders);
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

    private static List<Labelled> labels(
            List<Attempt> attempts, List<Decision> decisions, Class<? extends Decision> wanted) {
        var labels = new ArrayList<Labelled>();
        for (int i = 0; i < attempts.size(); i++) {
            if (wanted.isInstance(decisions.get(i))) {
                labels.add(
                        new Labelled(attempts.get(i).label(), decisions.get(i).words()));
            }
        }
        return labels;
    }

    /** The first few, and what they have in common once; the evidence has them all. */
    private static String some(List<Labelled> all) {
        var alike = new LinkedHashMap<String, List<String>>();
        all.stream()
                .limit(3)
                .forEach(one -> alike.computeIfAbsent(one.words(), w -> new ArrayList<>())
                        .add(one.label()));
        var told = alike.entrySet().stream()
                .map(e -> String.join(", ", e.getValue()) + (e.getValue().size() > 1 ? " (each " : " (") + e.getKey()
                        + ")")
                .collect(Collectors.joining("; "));
        return told + (all.size() > 3 ? "; and " + (all.size() - 3) + " more" : "");
    }

    /** An attempt, and what the decision on it says. */
    private record Labelled(String label, String words) {}

    private static String count(int attempts) {
        return attempts == 1 ? "The attempt was" : "All " + attempts + " attempts were";
    }
}

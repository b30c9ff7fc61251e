package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.oracle.Canary;
import dev.postern.run.Tried.Showing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The attempts of one denial check on one operation, between the negative control and the verdict. */
final class Denials {

    private final Bench bench;
    private final String checkId;
    private final LiveSubject subject;
    private final Evidence evidence;
    private final Memo<WireRequest, Exchange> answers;
    private final CacheBuster caches;
    private boolean cached;
    /** Senders whose credential an answer showed to be alive. */
    private final Set<Identity> believed = new HashSet<>();

    Denials(Bench bench, String checkId, LiveSubject subject, Evidence evidence, Memo<WireRequest, Exchange> answers) {
        this.bench = bench;
        this.checkId = checkId;
        this.subject = subject;
        this.evidence = evidence;
        this.answers = answers;
        this.caches = new CacheBuster(bench, subject);
    }

    /** What the check's attempts show. */
    Showing of(DenialCheck check) {
        return shownBy(check).fromCache(cached);
    }

    private Showing shownBy(DenialCheck check) {
        var references = new References(bench, subject);
        var negative = references.negative();
        cached = subject.negatives().size() > 1;
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
                return Showing.of(references.open(negative));
            }
        }
        var unclear = references.unclear(negative);
        if (unclear.isPresent()) {
            return Showing.of(unclear.get());
        }
        // Identities whose valid credentials are tried must be granted somewhere, else their denial proves nothing.
        var dead = references.deadSender(senders(attempts));
        return dead.isPresent() ? Showing.of(dead.get()) : showing(tried(attempts));
    }

    private List<Identity> senders(List<Attempt> attempts) {
        return attempts.stream()
                .flatMap(a -> a.by().stream())
                .filter(who -> !who.equals(subject.identity()))
                .distinct()
                .toList();
    }

    private Judged tried(List<Attempt> attempts) {
        var all = new ArrayList<Judged.One>();
        for (var attempt : attempts) {
            var moot = deniedTwin(attempt).or(() -> grantedPlainer(attempt));
            var isFirst = all.stream().noneMatch(one -> one.decision() instanceof Decision.Granted);
            all.add(new Judged.One(attempt, moot.isPresent() ? moot.get() : tried(attempt, isFirst)));
        }
        return new Judged(subject.operation().label(), all);
    }

    /** The saboteur would have it granted: that the attempt itself can be, is what he is to show. */
    private Optional<Decision> grantedPlainer(Attempt attempt) {
        if (attempt.plainer().isEmpty() || bench.saboteur().isPresent()) {
            return Optional.empty();
        }
        var plainer = attempt.plainer().get();
        var exchange = answered(plainer);
        var decision = judge(plainer, exchange, new ArrayList<>());
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, plainer.label(), decision, List.of(exchange));
        return decision instanceof Decision.Granted
                ? Optional.of(new Decision.Unclear(
                        Reason.PLAINER_GRANTED,
                        "it shows nothing of its own, since what is plainer is granted too: " + plainer.label()))
                : Optional.empty();
    }

    /** The label of an attempt's twin. */
    static String twinOf(Attempt attempt) {
        return "honest twin of: " + attempt.label();
    }

    private Optional<Decision> deniedTwin(Attempt attempt) {
        if (attempt.twin().isEmpty()) {
            return Optional.empty();
        }
        var exchange = bench.control(attempt.twin().get());
        var broken = bench.oracle().brokenPositive(exchange);
        evidence.mustBeGranted(
                Kind.TWIN,
                twinOf(attempt),
                broken.isEmpty(),
                broken.map(Decision.Unclear::words).orElseGet(() -> "granted: " + Evidence.status(exchange)),
                exchange);
        return broken.map(b -> new Decision.Unclear(
                Lifeless.silentOr(Reason.TWIN_DENIED, b),
                "the honest twin, which differs only in what is tested, is not granted either: " + b.words()));
    }

    private Decision tried(Attempt attempt, boolean isFirst) {
        var exchange = answeredInTime(attempt);
        var exchanges = new ArrayList<>(List.of(exchange));
        var canaries = new ArrayList<Canaries.Sent>();
        var decision = judge(attempt, exchange, canaries);
        if (decision instanceof Decision.Granted) {
            decision = pastCaches(attempt, exchange, decision, exchanges);
        }
        decision = settled(attempt, exchange, decision);
        if (decision instanceof Decision.Granted && isGrantedWithout(attempt)) {
            decision = new Decision.Unclear(
                    Reason.PLAINER_GRANTED,
                    decision.words() + "; but so is the request of "
                            + attempt.by().orElseThrow().name() + " without what is tried here");
        }
        if (isFirst && decision instanceof Decision.Granted) {
            // a finding is claimed only when it happens twice
            var again = bench.door().freshly(() -> sent(attempt));
            exchanges.add(again);
            if (!(judge(attempt, again, canaries) instanceof Decision.Granted)) {
                decision = new Decision.Unclear(
                        Reason.UNSTABLE_CONTROL,
                        "granted once (" + Evidence.status(exchange) + "), and not when sent again ("
                                + Evidence.status(again) + ")");
            }
        }
        evidence.mustBeDenied(Kind.ATTEMPT, attempt.label(), decision, exchanges);
        exchanges.forEach(x -> bench.stateAround(x).ifPresent(state -> {
            evidence.step(attempt.label() + ": the probe before it", Evidence.status(state.before()), state.before());
            evidence.step(attempt.label() + ": the probe after it", Evidence.status(state.after()), state.after());
        }));
        canaries.forEach(
                c -> evidence.step(attempt.label() + ": " + c.words(), Evidence.status(c.exchange()), c.exchange()));
        attempt.by()
                .filter(sender -> subject.lifeSign(sender).isEmpty())
                .filter(sender -> bench.oracle().isForWantOfARight(subject.controls(attempt.by()), exchange))
                .ifPresent(believed::add);
        return decision;
    }

    /** What the target itself says, where a cache may have granted. */
    private Decision pastCaches(Attempt attempt, Exchange answer, Decision granted, List<Exchange> exchanges) {
        cached |= caches.isMeantForCaches(attempt);
        var past = caches.past(attempt.request(), answer);
        if (past.isEmpty()) {
            return granted;
        }
        var exchange = sent(attempt, past.get());
        var decision = judge(attempt, exchange, new ArrayList<>());
        if (decision instanceof Decision.Granted) {
            return granted;
        }
        cached = true;
        exchanges.add(exchange);
        var words = Evidence.status(answer) + " out of a cache; asked past it: " + decision.words();
        return decision instanceof Decision.Denied denied
                ? new Decision.Denied(denied.confidence(), words)
                : new Decision.Unclear(((Decision.Unclear) decision).reason(), words);
    }

    /**
     * Whether an attempt of another identity adds something to a request that is granted to that identity without it: what
     * it adds is then not the cause, and the cause is the finding of the check that adds nothing.
     */
    private boolean isGrantedWithout(Attempt attempt) {
        var sender = attempt.by().filter(who -> !who.equals(subject.identity()));
        if (sender.isEmpty()) {
            return false;
        }
        var plain = Stream.of(subject.requestAs(sender.get()), subject.requestOf(sender.get()))
                .toList();
        return !plain.contains(attempt.request())
                && plain.stream()
                        .filter(request -> path(request).equals(path(attempt.request())))
                        .map(request -> bench.watch().attacking(subject.identity(), () -> bench.control(request)))
                        .map(exchange -> ofWhoLacksRight(
                                attempt, exchange, bench.oracle().judge(subject.controls(sender), attempt, exchange)))
                        .anyMatch(Decision.Granted.class::isInstance);
    }

    private static String path(WireRequest request) {
        return request.target().split("\\?", 2)[0];
    }

    /**
     * Where only the credential was changed, and it is unclear what refused it, the same token with a signature of noise
     * tells: what is answered alike was refused before its signature counted.
     */
    private Decision settled(Attempt attempt, Exchange exchange, Decision decision) {
        if (!(decision instanceof Decision.Unclear unclear)) {
            return decision;
        }
        if (unclear.reason() == Reason.UNLIKE_CONTROLS
                && exchange.response().filter(WireResponse::isSuccess).isPresent()) {
            return besideNewReference(attempt, exchange, decision);
        }
        if (!bench.oracle().mayBeRefusal(unclear, exchange)) {
            return decision;
        }
        return subject.worthlessInPlaceOf(attempt).stream()
                .flatMap(noise -> bench
                        .oracle()
                        .refusedLike(bench.control(noise), subject.controls(Optional.empty()), attempt, exchange)
                        .stream())
                .<Decision>map(denied -> denied)
                .findFirst()
                .orElse(decision);
    }

    /** What the audit itself writes changes what reads show: an answer unlike the reference may be like that of now. */
    private Decision besideNewReference(Attempt attempt, Exchange exchange, Decision before) {
        var now = bench.controlAgain(subject.request());
        if (bench.oracle().brokenPositive(now).isPresent()) {
            return before; // the last control says so
        }
        var controls = subject.controls(attempt.by())
                .withPositive(now, () -> Optional.of(bench.controlAgain(subject.request())));
        return ofWhoLacksRight(attempt, exchange, bench.oracle().judge(controls, attempt, exchange));
    }

    /** Whose data an answer shows does not matter where its sender must get none. */
    private Decision ofWhoLacksRight(Attempt attempt, Exchange exchange, Decision decision) {
        var isGrant = decision instanceof Decision.Unclear unclear
                && unclear.reason() == Reason.INDISTINGUISHABLE
                && attempt.expectation() == Attempt.Expectation.DENIED
                && exchange.response().filter(WireResponse::isSuccess).isPresent()
                && attempt.by().filter(this::lacksRight).isPresent();
        return isGrant
                ? new Decision.Granted(
                        Decision.Confidence.LIKELY,
                        Evidence.status(exchange)
                                + " with a body of the shape of the positive control: whoever's data it"
                                + " is, the sender lacks the right to call this")
                : decision;
    }

    /** A scope or a role: who lacks it may not even see its own data here. */
    private boolean lacksRight(Identity sender) {
        return switch (bench.matrix().cell(subject.operation(), sender)) {
            case DENY_SCOPE, DENY_ROLE -> true;
            default -> false;
        };
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

    /** The answer; where it did not come in time, that of a second time. */
    private Exchange answeredInTime(Attempt attempt) {
        var first = answered(attempt);
        var again = bench.afterSilence(subject, first, () -> {
            answers.forget(attempt.request(), first);
            return answered(attempt);
        });
        again.ifPresent(other -> evidence.tooSlow(attempt.label(), first));
        return again.orElse(first);
    }

    private Exchange sent(Attempt attempt) {
        return sent(attempt, attempt.request());
    }

    private Exchange sent(Attempt attempt, WireRequest request) {
        return subject.probe()
                .filter(p -> !request.isSafe())
                .map(p -> p.watch(() -> sentNow(attempt, request)))
                .orElseGet(() -> bench.write(request, () -> sentNow(attempt, request)));
    }

    private Exchange sentNow(Attempt attempt, WireRequest request) {
        return bench.saboteur()
                .map(saboteur ->
                        saboteur.during(r -> subject.unresisted(attempt, r), () -> sentAsItIs(attempt, request)))
                .orElseGet(() -> sentAsItIs(attempt, request));
    }

    /** A redirect to the same resource decides nothing, unless it is the channel that is on trial: its end is judged. */
    private Exchange sentAsItIs(Attempt attempt, WireRequest request) {
        Supplier<Exchange> sending = () -> isForChannel(attempt)
                ? bench.courier().send(request)
                : bench.courier().sendAndFollow(request);
        return attempt.by().isPresent() ? bench.watch().attacking(subject.identity(), sending) : sending.get();
    }

    private static boolean isForChannel(Attempt attempt) {
        return attempt.tolerated().contains(Attempt.Tolerated.CHANNEL_REFUSED);
    }

    /** The request without credential is the negative control, and is judged as such. */
    private Decision judge(Attempt attempt, Exchange exchange, List<Canaries.Sent> sent) {
        var controls = subject.controls(attempt.by());
        if (attempt.request().equals(subject.bare())) {
            return bench.oracle().negative(controls.withNegative(exchange));
        }
        var decision =
                bench.oracle().judge(controls.withCanaries(() -> canaries(attempt, exchange, sent)), attempt, exchange);
        return ofWhoLacksRight(attempt, exchange, decision);
    }

    private List<Canary> canaries(Attempt attempt, Exchange exchange, List<Canaries.Sent> sent) {
        var form = new Canaries.Form(checkId, attempt.label(), subject.scheme().name());
        return bench.canaries().of(form, exchange, () -> subject.canaries(attempt)).stream()
                .map(canary -> Canaries.noting(canary, sent))
                .toList();
    }

    private Showing showing(Judged judged) {
        var attempts = judged.all().stream().map(Judged.One::attempt).toList();
        return judged.notHeld(attempts.stream().allMatch(caches::isMeantForCaches))
                .or(() -> lifeless(attempts))
                .map(Showing::of)
                .orElseGet(() -> new Showing(judged.held(cached), holders(attempts), cached));
    }

    /** The denial of somebody who is granted nowhere proves nothing, unless an answer showed that it was believed. */
    private Optional<Verdict> lifeless(List<Attempt> attempts) {
        return senders(attempts).stream()
                .filter(who -> subject.lifeSign(who).isEmpty() && !believed.contains(who))
                .findFirst()
                .map(References::unknown);
    }

    private List<Identity> holders(List<Attempt> attempts) {
        var alive =
                senders(attempts).stream().filter(who -> subject.lifeSign(who).isPresent());
        return Stream.concat(Stream.of(subject.identity()), alive)
                .sorted(Comparator.comparing(Identity::name))
                .toList();
    }
}

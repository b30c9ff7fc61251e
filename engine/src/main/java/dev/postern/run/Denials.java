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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The attempts of one denial check on one operation, between the negative control and the verdict. */
final class Denials {

    /** What to do about a filter that does not let attempts through. */
    private static final String PAST_THE_FILTER =
            ". A filter that stands before the target hides what the target itself"
                    + " does: give an address behind it as baseUrl, or have it let the requests of the audit through.";

    private final Bench bench;
    private final String checkId;
    private final LiveSubject subject;
    private final Evidence evidence;
    private final Memo<WireRequest, Exchange> answers;
    private final CacheBuster caches;
    private boolean cached;

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
        var negative = bench.oracle().negative(subject.controls(Optional.empty()));
        evidence.mustBeDenied(Kind.NEGATIVE_CONTROL, "no credential", negative, subject.negatives());
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
                continue; // tried all the same: a grant is a finding without any sign of life
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
            var deniedTwin = deniedTwin(attempt);
            decisions.add(deniedTwin.isPresent() ? deniedTwin.get() : tried(attempt, decisions));
        }
        return decisions;
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
        var canaries = new ArrayList<Canaries.Sent>();
        var decision = judge(attempt, exchange, canaries);
        if (decision instanceof Decision.Granted) {
            decision = pastCaches(attempt, exchange, decision, exchanges);
        }
        decision = settled(attempt, exchange, decision);
        if (decision instanceof Decision.Granted && isGrantedWithout(attempt)) {
            decision = new Decision.Unclear(
                    Reason.OPERATION_IS_OPEN,
                    decision.words() + "; but so is the request of "
                            + attempt.by().orElseThrow().name() + " without what is tried here");
        }
        var isFirstGrant =
                decision instanceof Decision.Granted && before.stream().noneMatch(Decision.Granted.class::isInstance);
        if (isFirstGrant) {
            // a finding is claimed only when it happens twice
            var again = sent(attempt);
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
        var plain = Stream.of(subject.requestWith(subject.credentialOf(sender.get())), subject.requestOf(sender.get()))
                .toList();
        return !plain.contains(attempt.request())
                && plain.stream()
                        .filter(request -> path(request).equals(path(attempt.request())))
                        .anyMatch(request ->
                                bench.oracle().judge(subject.controls(sender), attempt, bench.control(request))
                                        instanceof Decision.Granted);
    }

    private static String path(WireRequest request) {
        return request.target().split("\\?", 2)[0];
    }

    /**
     * Where only the credential was changed, and it is unclear what refused it, the same token with a signature of noise
     * tells: what is answered alike was refused before its signature counted.
     */
    private Decision settled(Attempt attempt, Exchange exchange, Decision decision) {
        if (!(decision instanceof Decision.Unclear unclear) || !bench.oracle().mayBeRefusal(unclear, exchange)) {
            return decision;
        }
        return subject.worthlessInPlaceOf(attempt)
                .flatMap(noise -> bench.oracle()
                        .refusedLike(bench.control(noise), subject.controls(Optional.empty()), attempt, exchange))
                .<Decision>map(denied -> denied)
                .orElse(decision);
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
        return isForChannel(attempt)
                ? bench.courier().send(request)
                : bench.courier().sendAndFollow(request);
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
        var decision = bench.oracle()
                .judge(controls.withCanaries(() -> canaries(attempt, exchange, sent)), attempt, exchange);
        return ofWhoLacksRight(attempt, exchange, decision);
    }

    private List<Canary> canaries(Attempt attempt, Exchange exchange, List<Canaries.Sent> sent) {
        var form = new Canaries.Form(checkId, attempt.label(), subject.scheme().name());
        return bench.canaries().of(form, exchange, () -> subject.canaries(attempt)).stream()
                .map(canary -> Canaries.noting(canary, sent))
                .toList();
    }

    private Showing showing(List<Attempt> attempts, List<Decision> decisions) {
        var granted = labels(attempts, decisions, Decision.Granted.class);
        if (!granted.isEmpty()) {
            var fail = attempts.stream().allMatch(caches::isMeantForCaches)
                    ? Verdict.fail(
                            Reason.STORED_BY_CACHE,
                            "What " + subject.operation().label() + " answered to the valid credential is"
                                    + " given to strangers: " + some(granted))
                    : Verdict.fail(
                            Reason.GRANTED,
                            subject.operation().label() + " granted what it must deny: " + some(granted));
            return Showing.of(graded(fail, attempts, decisions, Decision.Granted.class));
        }
        if (isAlikeForAll(attempts, decisions)) {
            return Showing.of(Verdict.notApplicable(
                    Reason.INDISTINGUISHABLE,
                    subject.operation().label() + " answers alike to all who take part, so nothing in its answers shows"
                            + " whose data it is. If it is data of their own, declare `markers:` for the identities."));
        }
        var unclear = labels(attempts, decisions, Decision.Unclear.class);
        if (!unclear.isEmpty()) {
            var reason = decisions.stream()
                    .filter(Decision.Unclear.class::isInstance)
                    .map(d -> ((Decision.Unclear) d).reason())
                    .findFirst()
                    .orElseThrow();
            var open = Verdict.inconclusive(
                    reason,
                    unclear.size() + " of " + attempts.size() + " attempts could not be decided: " + some(unclear)
                            + (reason == Reason.EDGE_BLOCK ? PAST_THE_FILTER : ""));
            return Showing.of(graded(open, attempts, decisions, Decision.Unclear.class));
        }
        var lifeless = lifeless(attempts);
        if (lifeless.isPresent()) {
            return Showing.of(lifeless.get());
        }
        var holders = Stream.concat(
                        Stream.of(subject.identity()),
                        senders(attempts).stream()
                                .filter(who -> subject.lifeSign(who).isPresent()))
                .sorted(Comparator.comparing(Identity::name))
                .toList();
        return new Showing(
                Verdict.pass(
                        Reason.HELD,
                        count(attempts.size()) + " denied; the valid credential was granted before and after."
                                + (cached ? " What a cache gave in the target's place is another finding." : "")),
                holders,
                cached);
    }

    /**
     * The denial of somebody who is granted nowhere proves nothing, unless the target tells it apart from somebody unknown:
     * RFC 9110 15.5.4, 403 to a credential that is valid and not sufficient.
     */
    private Optional<Verdict> lifeless(List<Attempt> attempts) {
        var who = senders(attempts).stream()
                .filter(sender -> subject.lifeSign(sender).isEmpty())
                .findFirst();
        return who.filter(sender -> !isToldApart(attempts))
                .map(sender -> Verdict.notApplicable(
                        Reason.NEED_MISSING,
                        "No operation must be granted to \"" + sender.name()
                                + "\", so nothing shows that its credential"
                                + " works, and its denial here proves nothing: declare one that it may call."));
    }

    private boolean isToldApart(List<Attempt> attempts) {
        return attempts.stream().allMatch(attempt -> answered(attempt).hasStatus(403))
                && subject.controls(Optional.empty())
                        .worthless()
                        .get()
                        .filter(answer -> answer.hasStatus(401))
                        .isPresent();
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

    /** As bad as the worst of the attempts with such a decision, unless one of them is as bad as the check says. */
    private static Verdict graded(
            Verdict verdict, List<Attempt> attempts, List<Decision> decisions, Class<? extends Decision> of) {
        var grades = IntStream.range(0, attempts.size())
                .filter(i -> of.isInstance(decisions.get(i)))
                .mapToObj(i -> attempts.get(i).severity())
                .toList();
        return grades.stream().allMatch(Optional::isPresent)
                ? verdict.graded(Collections.max(
                        grades.stream().map(Optional::orElseThrow).toList()))
                : verdict;
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
}

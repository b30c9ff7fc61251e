package dev.postern.run;

import dev.postern.api.check.Listener;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.journal.LeftBehind;
import dev.postern.listener.ListeningServer;
import dev.postern.oracle.Oracle;
import dev.postern.oracle.State;
import dev.postern.redaction.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What all cases of a run share: the door, the oracle, credentials, and the controls that were taken. Controls are kept
 * by request, so a renewed credential has new ones by itself.
 */
final class Bench {

    /** Each kind of control may take up so small a part of the memory; what does not fit is sent again when needed. */
    private static final int SHARES = 24;

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Target target;
    private final Door door;
    private final Oracle oracle;
    private final Redactor redactor;
    private final Calls calls;
    private final MarkerWatch watch;
    private final Courier courier;
    private final Credentials credentials;
    private final Optional<Saboteur> saboteur;
    private final Optional<ListeningServer> listener;
    private final Canaries canaries;
    private final Amends amends;
    private final Memo<WireRequest, Exchange> firsts = references();
    private final Memo<WireRequest, Exchange> negatives = references();
    private final Memo<WireRequest, Exchange> seconds = references();
    private final Memo<List<String>, Optional<StateProbe>> probes = new Memo<>();
    /** For as long as somebody holds the answer. */
    private final Map<Exchange, State> states = Collections.synchronizedMap(new WeakHashMap<>());

    /** Identities that were not granted when a moment had passed either. */
    private final Set<String> neverGranted = ConcurrentHashMap.newKeySet();

    /** Operations of which an answer did not come in time twice: there it is no chance. */
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();

    private final ReentrantLock writing = new ReentrantLock();
    private final BoundedMap<WireRequest, Exchange> latest =
            new BoundedMap<>(BoundedMap.shareOfMemory(SHARES), BoundedMap::bytes, request -> {});
    private final boolean isProbed;
    private volatile Duration clockOffset = Duration.ZERO;

    Bench(Target target, Door door, Redactor redactor, String toolVersion) {
        this(target, door, redactor, toolVersion, Optional.empty(), LeftBehind.nowhere());
    }

    /** A bench for an audit, which may change something and must put it back. */
    Bench(Target target, Door door, Redactor redactor, String toolVersion, LeftBehind left) {
        this(target, door, redactor, toolVersion, Optional.empty(), left);
    }

    /** A bench for which a saboteur sits in the door. */
    Bench(Target target, Door door, Redactor redactor, String toolVersion, Saboteur saboteur) {
        this(target, door, redactor, toolVersion, Optional.of(saboteur), LeftBehind.nowhere());
    }

    private Bench(
            Target target,
            Door door,
            Redactor redactor,
            String toolVersion,
            Optional<Saboteur> saboteur,
            LeftBehind left) {
        this.amends = new Amends(left);
        this.saboteur = saboteur;
        this.target = target;
        this.door = door;
        this.redactor = redactor;
        this.oracle = new Oracle(target.denial());
        this.canaries = new Canaries(oracle);
        this.isProbed =
                target.operations().values().stream().anyMatch(o -> o.probe().isPresent());
        this.calls = new Calls(target, toolVersion);
        this.watch = new MarkerWatch(target, oracle);
        this.courier = new Courier(door, oracle, watch, target.limits().maxWait());
        this.listener = target.listening()
                .map(where -> new ListeningServer(where, target.limits().maxWait()));
        this.credentials = new Credentials(target, calls, courier, redactor, watch);
    }

    private static Memo<WireRequest, Exchange> references() {
        return new Memo<>(BoundedMap.shareOfMemory(SHARES), BoundedMap::bytes);
    }

    Target target() {
        return target;
    }

    AccessMatrix matrix() {
        return new AccessMatrix(target);
    }

    Door door() {
        return door;
    }

    Oracle oracle() {
        return oracle;
    }

    Redactor redactor() {
        return redactor;
    }

    Canaries canaries() {
        return canaries;
    }

    Calls calls() {
        return calls;
    }

    MarkerWatch watch() {
        return watch;
    }

    Courier courier() {
        return courier;
    }

    Credentials credentials() {
        return credentials;
    }

    Amends amends() {
        return amends;
    }

    Optional<Saboteur> saboteur() {
        return saboteur;
    }

    Optional<Listener> listener() {
        return listener.map(server -> server);
    }

    /** The answer to a control, sent once for the whole run. */
    Exchange control(WireRequest request) {
        return control(request, courier::sendAndFollow);
    }

    /** The answer to a control that is sent in a way of its own, once for the whole run. */
    Exchange control(WireRequest request, UnaryExchange sending) {
        return firsts.get(request, r -> noteClock(write(r, () -> sending.send(r))));
    }

    /**
     * The answer to a control that was not granted, asked for once more after a moment: what the target needs for its first
     * decision, e.g. its issuer's keys, may have come meanwhile. Empty where that is no use, or might lock an account.
     */
    Optional<Exchange> afterMoment(WireRequest request, Exchange failed, Identity who) {
        var isPassword = target.schemes().get(who.scheme()) instanceof Scheme.Basic;
        if (isPassword || !mayPass(failed) || neverGranted.contains(who.name()) || !courier.pause(MOMENT)) {
            return Optional.empty();
        }
        firsts.forget(request, failed);
        var again = control(request);
        if (oracle.brokenPositive(again).isPresent()) {
            neverGranted.add(who.name());
        }
        return Optional.of(again);
    }

    private static boolean mayPass(Exchange failed) {
        return failed.answer() instanceof Unanswered none
                ? none.failure() == Failure.RESET || none.failure() == Failure.TIMEOUT
                : failed.hasStatus(401)
                        || failed.hasStatus(403)
                        || failed.response().orElseThrow().status() / 100 == 5;
    }

    /**
     * Asks once more for an answer that did not come in time, since one of many may be slow by chance. Only reads, since a
     * write may have been done; no passwords, since an account may lock; and not where the second time was in vain before.
     */
    Optional<Exchange> afterSilence(LiveSubject subject, Exchange silent, Supplier<Exchange> asking) {
        var operation = subject.operation().id();
        var isPassword = subject.scheme() instanceof Scheme.Basic;
        if (isPassword
                || saboteur.isPresent()
                || !silent.request().isSafe()
                || !isTooSlow(silent)
                || hanging.contains(operation)
                || !courier.pause(MOMENT)) {
            return Optional.empty();
        }
        var again = asking.get();
        if (again.response().isEmpty()) {
            hanging.add(operation);
        }
        return Optional.of(again);
    }

    /** Not so what was never sent, because the target does not answer at all. */
    private static boolean isTooSlow(Exchange silent) {
        return silent.answer() instanceof Unanswered none
                && none.failure() == Failure.TIMEOUT
                && !silent.elapsed().isZero();
    }

    /** Lets the request without credential be sent anew. */
    void forgetNegative(WireRequest request, Exchange answer) {
        firsts.forget(request, answer);
        negatives.forget(request, answer);
    }

    /** How a request is sent. */
    interface UnaryExchange {
        Exchange send(WireRequest request);
    }

    /** The probe of an operation with an identity, made once for the whole run. */
    Optional<StateProbe> probe(Operation operation, Identity identity, Supplier<Optional<StateProbe>> made) {
        return probes.get(List.of(operation.id(), identity.name()), key -> made.get());
    }

    /** The state of the target around an answer, where that was watched. */
    Optional<State> stateAround(Exchange answer) {
        return Optional.ofNullable(states.get(answer));
    }

    void note(Exchange answer, State state) {
        states.put(answer, state);
    }

    /** Does something while nothing is written. Nothing in there may wait for another thread. */
    <T> T alone(Supplier<T> doing) {
        writing.lock();
        try {
            return doing.get();
        } finally {
            writing.unlock();
        }
    }

    /** Sends; where a probe may be watching, a write waits for its turn. */
    Exchange write(WireRequest request, Supplier<Exchange> sending) {
        return request.isSafe() || !isProbed ? sending.get() : alone(sending);
    }

    /**
     * The answer to a request without credential.
     *
     * @param pastCaches what to take in its place; asked once for the whole run
     */
    Exchange negative(WireRequest request, UnaryOperator<Exchange> pastCaches) {
        return negatives.get(request, r -> pastCaches.apply(control(r)));
    }

    /** The answer to a control, sent now: it shows that the control is still alive, and what changes from time to time. */
    Exchange controlAgain(WireRequest request) {
        var exchange = noteClock(write(request, () -> courier.sendAndFollow(request)));
        if (oracle.brokenPositive(exchange).isEmpty()) { // a refusal teaches nothing of what changes in a grant
            latest.put(request, exchange);
        }
        return exchange;
    }

    /** A second answer to a control: the latest there is, or one that is sent for it, once for the whole run. */
    Exchange second(WireRequest request) {
        return latest.get(request).orElseGet(() -> seconds.get(request, this::controlAgain));
    }

    /** The time by the target's clock. */
    Instant now() {
        return Instant.now().plus(clockOffset);
    }

    /** Ends all waits, puts back what was changed, and lets nothing more out, nor in. */
    void stop() {
        courier.stop();
        amends.makeAll();
        door.close();
        listener.ifPresent(ListeningServer::close);
    }

    private Exchange noteClock(Exchange exchange) {
        exchange.response().flatMap(r -> r.header("Date")).ifPresent(date -> {
            try {
                var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                var offset = Duration.between(exchange.sentAt().plus(exchange.elapsed()), theirs);
                // Date has whole seconds, and the answer took its way: less than 3 s is no difference
                clockOffset = offset.abs().compareTo(Duration.ofSeconds(3)) < 0 ? Duration.ZERO : offset;
            } catch (DateTimeParseException e) {
                clockOffset = Duration.ZERO; // a clock that cannot be read is taken to be right
            }
        });
        return exchange;
    }
}

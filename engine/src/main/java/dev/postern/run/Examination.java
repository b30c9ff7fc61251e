package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Confidence;
import dev.postern.api.check.Parameters;
import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.Origin;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.AccessMatrix.Cell;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.journal.TrialLog;
import dev.postern.redaction.Redactor;
import dev.postern.run.Credentials.Holding;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import dev.postern.run.Examined.Possession;
import dev.postern.run.Examined.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the controls on which an audit would rest, each once and one after the other: every identity's credential, every
 * operation with each identity that must be granted and with none, and with those that lack a scope or role.
 */
public final class Examination {

    /** Longest wait for a target that asks to slow down: somebody sits and waits for the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bench bench;
    private final Silence silence = new Silence();
    private final Map<String, Possession> possessions = new LinkedHashMap<>();
    private final List<Control> controls = new ArrayList<>();

    private Examination(Bench bench) {
        this.bench = bench;
    }

    /**
     * Examines a target. Sends nothing that the target file does not allow.
     *
     * @param target the target with its secrets, at the address where it answers
     * @param secrets all secrets of the target file
     * @param toolVersion the version of Postern
     */
    public static Examined of(Target target, Collection<Secret> secrets, String toolVersion) {
        var redactor = Redactor.of(target, secrets);
        var bench = new Bench(impatient(target), Door.open(target), redactor, toolVersion);
        try {
            return new Examination(bench).examined();
        } finally {
            bench.stop();
        }
    }

    private static Target impatient(Target target) {
        var its = target.limits();
        var wait = its.maxWait().compareTo(PATIENCE) < 0 ? its.maxWait() : PATIENCE;
        return target.with(new Target.Limits(
                its.requests(),
                its.rate(),
                its.concurrency(),
                its.deadline(),
                wait,
                its.heavyAllowed(),
                its.failedLogins()));
    }

    private Examined examined() {
        var target = bench.target();
        target.identities().values().forEach(i -> possessions.put(i.name(), possession(i)));
        var keySets = keySets();
        target.operations().values().forEach(this::examine);
        var here = Instant.now();
        var there = bench.now();
        return new Examined(
                target,
                possessions,
                keySets,
                controls,
                there,
                // two readings of one clock are some microseconds apart
                Duration.ofSeconds(Duration.between(here, there).toSeconds()),
                bench.door().sent(),
                bench.redactor()::redact);
    }

    private Possession possession(Identity identity) {
        var before = asked(identity).flatMap(silence::of);
        if (before.isPresent()) {
            return new Possession(identity, Optional.empty(), before, "nobody answers where it is issued");
        }
        var holding = bench.credentials().of(identity);
        if (holding instanceof Holding.Held held) {
            return new Possession(identity, Optional.of(held.credential()), held.issuing(), "");
        }
        var absent = (Holding.Absent) holding;
        absent.exchange().ifPresent(this::note);
        return new Possession(
                identity, Optional.empty(), absent.exchange(), absent.verdict().words());
    }

    /** Who issues its credential, where somebody must be asked for it. */
    private Optional<Origin> asked(Identity identity) {
        var obtain = identity.obtain();
        if (obtain instanceof Obtain.Login) {
            return Optional.of(Origin.of(bench.target().baseUrl()));
        }
        var granted = obtain instanceof Obtain.ClientCredentials || obtain instanceof Obtain.PasswordGrant;
        return granted && bench.target().schemes().get(identity.scheme()) instanceof Scheme.Bearer bearer
                ? bearer.tokenEndpoint().map(bench.target()::resolve).map(Origin::of)
                : Optional.empty();
    }

    private Map<String, Exchange> keySets() {
        var keySets = new LinkedHashMap<String, Exchange>();
        for (var scheme : bench.target().schemes().values()) {
            if (scheme instanceof Scheme.BearerJwt jwt && jwt.jwks().isPresent()) {
                var request = bench.calls().get(jwt.jwks().get());
                if (silence.of(request.origin()).isEmpty()) {
                    keySets.put(scheme.name(), taken(request));
                }
            }
        }
        return keySets;
    }

    private void examine(Operation operation) {
        var all = bench.target().identities().values();
        if (operation.open()) {
            var request = bench.calls().bare(operation, all.iterator().next());
            add(operation, Optional.empty(), Cell.OPEN, unlessKept(operation, () -> positive(request)));
            return;
        }
        var alive = Optional.<LiveSubject>empty();
        var first = Optional.<LiveSubject>empty();
        for (var identity : all) {
            if (bench.matrix().cell(operation, identity) == Cell.GRANT) {
                var subject = subject(operation, identity);
                var outcome = positive(subject);
                add(operation, Optional.of(identity), Cell.GRANT, outcome);
                first = first.or(() -> Optional.of(subject));
                alive = alive.or(() -> isGranted(outcome) ? Optional.of(subject) : Optional.empty());
            }
        }
        if (first.isPresent()) {
            var subject = alive.orElse(first.get());
            var judged = alive.isPresent();
            add(operation, Optional.empty(), Cell.DENY_SCHEME, unlessKept(operation, () -> negative(subject, judged)));
            alive.ifPresent(this::examineOthers);
        }
    }

    /** Identities that lack a right, each with the request that is granted to another. */
    private void examineOthers(LiveSubject granted) {
        for (var identity : bench.target().identities().values()) {
            var cell = bench.matrix().cell(granted.operation(), identity);
            var hasScheme = identity.scheme().equals(granted.scheme().name());
            if (hasScheme && (cell == Cell.DENY_SCOPE || cell == Cell.DENY_ROLE)) {
                add(granted.operation(), Optional.of(identity), cell, attempt(granted, identity));
            }
        }
    }

    private void add(Operation operation, Optional<Identity> sender, Cell cell, Outcome outcome) {
        controls.add(new Control(operation, sender, cell, outcome));
    }

    private Outcome positive(LiveSubject subject) {
        return unlessKept(
                subject.operation(),
                () -> hasCredential(subject.identity()) ? positive(subject.request()) : withoutCredential());
    }

    private Outcome positive(WireRequest request) {
        var exchange = taken(request);
        return new Outcome.Sent(
                exchange,
                bench.oracle()
                        .brokenPositive(exchange)
                        .<Decision>map(broken -> broken)
                        .orElseGet(() -> new Decision.Granted(Confidence.CERTAIN, "granted")));
    }

    /** Judged only where somebody is granted: else there is nothing to compare with. */
    private Outcome negative(LiveSubject subject, boolean judged) {
        var exchange = taken(subject.bare());
        return new Outcome.Sent(
                exchange,
                judged
                        ? bench.oracle().negative(subject.controls(Optional.empty()))
                        : new Decision.Unclear(
                                Reason.POSITIVE_CONTROL_FAILED,
                                "nobody is granted, so there is nothing to compare with"));
    }

    private Outcome attempt(LiveSubject granted, Identity other) {
        if (!hasCredential(other)) {
            return withoutCredential();
        }
        var request = granted.requestAs(other);
        var exchange = taken(request);
        var attempt =
                Attempt.denied("the credential of " + other.name(), request).by(other);
        return new Outcome.Sent(
                exchange, bench.oracle().judge(granted.controls(Optional.of(other)), attempt, exchange));
    }

    private interface Sending {
        Outcome send();
    }

    private Outcome unlessKept(Operation operation, Sending sending) {
        if (operation.destructive() && !bench.target().destructiveAllowed()) {
            return new Outcome.NotSent(Why.DESTRUCTIVE, Optional.empty());
        }
        var before = silence.of(Origin.of(bench.target().baseUrl()));
        return before.isPresent() ? new Outcome.NotSent(Why.SILENT, before) : sending.send();
    }

    private static Outcome withoutCredential() {
        return new Outcome.NotSent(Why.NO_CREDENTIAL, Optional.empty());
    }

    private Exchange taken(WireRequest request) {
        var exchange = bench.control(request);
        note(exchange);
        return exchange;
    }

    private void note(Exchange exchange) {
        silence.note(exchange, bench.oracle().shouldRetry(exchange));
    }

    private boolean hasCredential(Identity identity) {
        return possessions.get(identity.name()).credential().isPresent();
    }

    private static boolean isGranted(Outcome outcome) {
        return outcome instanceof Outcome.Sent sent && sent.decision() instanceof Decision.Granted;
    }

    private LiveSubject subject(Operation operation, Identity identity) {
        return new LiveSubject(
                bench,
                new Evidence(bench.redactor().recorder(""), TrialLog.inMemory()),
                operation,
                bench.target().schemes().get(identity.scheme()),
                identity,
                Optional.empty(),
                Parameters.NONE);
    }

    /** Who does not answer, or only asks to come back later, and so need not be asked again and waited for. */
    private static final class Silence {

        private static final int ENOUGH = 6;

        private final Map<Origin, Integer> inVain = new HashMap<>();
        private final Map<Origin, Exchange> last = new HashMap<>();

        /** The last exchange with an origin that it is vain to ask. */
        Optional<Exchange> of(Origin origin) {
            return inVain.getOrDefault(origin, 0) >= ENOUGH ? Optional.of(last.get(origin)) : Optional.empty();
        }

        void note(Exchange exchange, boolean isPutOff) {
            var origin = exchange.request().origin();
            var weight = exchange.answer() instanceof Unanswered none ? weight(none.failure()) : isPutOff ? 2 : 0;
            last.put(origin, exchange);
            inVain.compute(origin, (o, before) -> weight == 0 ? 0 : weight + (before == null ? 0 : before));
        }

        /** A slow or broken connection may come once; a name without address will have none a moment later either. */
        private static int weight(Failure failure) {
            return switch (failure) {
                case UNKNOWN_HOST, CONNECTION_REFUSED, TLS, NOT_HTTP -> ENOUGH;
                case RESET, TIMEOUT -> ENOUGH / 2;
                case HOST_NOT_ALLOWED, DESTRUCTIVE, BUDGET, FAILED_LOGINS, NOT_ONE_REQUEST, STOPPED -> 0;
            };
        }
    }
}

package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Subject;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.journal.TrialLog;
import dev.postern.redaction.Redactor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One case outside of an audit: to try it again, or to have what it would send. */
public final class SingleCase implements AutoCloseable {

    private final Bench bench;
    private final CaseRunner runner;
    private final PlannedCase planned;
    private final SecurityCheck check;

    private SingleCase(Bench bench, CaseRunner runner, PlannedCase planned, SecurityCheck check) {
        this.bench = bench;
        this.runner = runner;
        this.planned = planned;
        this.check = check;
    }

    /**
     * Opens the door; sends nothing.
     *
     * @param plan the plan that has the case
     * @param target the target with its secrets, at the address where it answers
     * @param secrets all secrets of the target file
     * @param check the check of the case
     * @param toolVersion the version of Postern
     */
    public static SingleCase open(
            Plan plan,
            PlannedCase planned,
            Target target,
            Collection<Secret> secrets,
            SecurityCheck check,
            String toolVersion) {
        var bench = bench(target, secrets, toolVersion);
        return new SingleCase(bench, new CaseRunner(bench, plan), planned, check);
    }

    private static Bench bench(Target target, Collection<Secret> secrets, String toolVersion) {
        return new Bench(target, Door.open(target), Redactor.of(target, secrets), toolVersion);
    }

    /**
     * The valid credential of an identity, as it stands in a request.
     *
     * @throws NotForgedException if there is none
     */
    public static String credential(Target target, Collection<Secret> secrets, Identity identity, String toolVersion) {
        var bench = bench(target, secrets, toolVersion);
        try {
            var scheme = target.schemes().get(identity.scheme());
            var credential = held(bench, identity).credential();
            var request = Calls.present(bench.calls().get(target.baseUrl()), scheme, credential);
            return bench.redactor().recorder("").carried("", request).get(0);
        } finally {
            bench.stop();
        }
    }

    /**
     * A refresh token of an identity.
     *
     * @throws NotForgedException if there is none
     */
    public static String refreshToken(
            Target target, Collection<Secret> secrets, Identity identity, String toolVersion) {
        var bench = bench(target, secrets, toolVersion);
        try {
            return held(bench, identity)
                    .refreshToken()
                    .orElseThrow(() -> new NotForgedException(
                            "\"" + identity.name() + "\" has no refresh token: none came with its credential"));
        } finally {
            bench.stop();
        }
    }

    private static Credentials.Holding.Held held(Bench bench, Identity identity) {
        var holding = bench.credentials().of(identity);
        if (holding instanceof Credentials.Holding.Absent absent) {
            throw new NotForgedException(absent.verdict().words());
        }
        return (Credentials.Holding.Held) holding;
    }

    /** What was asked for cannot be had; the message says why. */
    public static final class NotForgedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotForgedException(String message) {
            super(message);
        }
    }

    /** There is no such attempt. */
    public static final class UnknownAttemptException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> labels;

        UnknownAttemptException(Collection<String> labels) {
            super("there is no such attempt");
            this.labels = List.copyOf(labels);
        }

        /** The labels of those that there are. */
        public List<String> labels() {
            return labels;
        }
    }

    /**
     * Tries the case again, with its controls, everything forged anew.
     *
     * @param attempt the label of the attempt of a denial check that alone is to be tried; empty for all of them
     * @throws UnknownAttemptException if a denial check has no attempt of that label
     */
    public CaseResult replay(Optional<String> attempt) {
        var wanted = attempt.filter(label -> check instanceof DenialCheck)
                .<SecurityCheck>map(label -> new One((DenialCheck) check, label))
                .orElse(check);
        var tried = runner.run(planned, wanted, new Memo<>(), TrialLog.inMemory());
        if (wanted instanceof One one && one.unknown.isPresent()) {
            throw one.unknown.get();
        }
        return new Conclusion(bench).of(List.of(tried), false).get(planned.id());
    }

    /** A denial check with one of its attempts. */
    private static final class One implements DenialCheck {
        private final DenialCheck all;
        private final String label;
        private Optional<UnknownAttemptException> unknown = Optional.empty();

        One(DenialCheck all, String label) {
            this.all = all;
            this.label = label;
        }

        @Override
        public Stream<Attempt> attempts(Subject on) {
            var attempts = all.attempts(on).toList();
            var wanted = attempts.stream().filter(a -> a.label().equals(label)).toList();
            if (wanted.isEmpty()) {
                unknown = Optional.of(new UnknownAttemptException(
                        attempts.stream().map(Attempt::label).toList()));
            }
            return wanted.stream();
        }
    }

    /**
     * What an attempt carries in the place of a credential, as it stands in the request: what the check forged, if it forged
     * something. Of a denial check nothing is sent but what obtains credentials and keys; any other case runs.
     *
     * @param label the label of an attempt, of a control or of a step; if it is empty, the case must have one attempt only
     * @throws UnknownAttemptException if there is none of that label
     * @throws NotForgedException if it cannot be made
     */
    public List<String> carried(Optional<String> label) {
        return check instanceof DenialCheck denial ? made(denial, label) : sent(label);
    }

    private List<String> made(DenialCheck denial, Optional<String> label) {
        var subject = runner.subject(planned, TrialLog.inMemory());
        try {
            var requests = requests(denial, subject);
            var wanted = label.or(() ->
                            requests.size() == 1 ? requests.keySet().stream().findFirst() : Optional.empty())
                    .orElseThrow(() -> new UnknownAttemptException(requests.keySet()));
            var request = Optional.ofNullable(requests.get(wanted))
                    .orElseThrow(() -> new UnknownAttemptException(requests.keySet()));
            return subject.evidence().recorder().carried(wanted, request);
        } catch (LiveSubject.NoCredential e) {
            throw new NotForgedException(e.verdict().words());
        } catch (CannotTryException e) {
            throw new NotForgedException(e.getMessage());
        }
    }

    /** By their labels, the first of those that have the same. */
    private static Map<String, WireRequest> requests(DenialCheck denial, LiveSubject subject) {
        var requests = new LinkedHashMap<String, WireRequest>();
        for (var attempt : denial.attempts(subject).toList()) {
            requests.putIfAbsent(attempt.label(), attempt.request());
            attempt.twin().ifPresent(twin -> requests.putIfAbsent(Denials.twinOf(attempt), twin));
            attempt.plainer().ifPresent(plain -> requests.putIfAbsent(plain.label(), plain.request()));
        }
        return requests;
    }

    private List<String> sent(Optional<String> label) {
        var trials = TrialLog.inMemory();
        var tried = runner.run(planned, check, new Memo<>(), trials);
        var labels = trials.trials().stream().map(t -> t.label()).distinct().toList();
        var wanted = label.orElseThrow(() -> new UnknownAttemptException(labels));
        if (!labels.contains(wanted)) {
            throw new UnknownAttemptException(labels);
        }
        return tried.evidence().recorder().carried(wanted);
    }

    /** Puts back what was changed, and lets nothing more out. */
    @Override
    public void close() {
        bench.stop();
    }
}

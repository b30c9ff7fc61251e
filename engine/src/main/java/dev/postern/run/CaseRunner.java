package dev.postern.run;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.journal.TrialLog;
import dev.postern.run.Tried.Showing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs one case: the positive control, then what its kind of check asks for. */
final class CaseRunner {

    private final Bench bench;
    private final Plan plan;

    /** Runs cases of a plan. */
    CaseRunner(Bench bench, Plan plan) {
        this.bench = bench;
        this.plan = plan;
    }

    /**
     * Sends all that a case is about; its verdict may still hang on whether the valid credentials outlive that.
     *
     * @param answers answers to attempts, which cases of one round share
     * @param trials where the evidence goes
     */
    Tried run(PlannedCase planned, SecurityCheck check, Memo<WireRequest, Exchange> answers, TrialLog trials) {
        var startedAt = Instant.now();
        var subject = subject(planned, trials);
        var showing = showing(planned, check, subject, subject.evidence(), answers);
        return new Tried(
                planned, subject, subject.evidence(), showing, startedAt, Duration.between(startedAt, Instant.now()));
    }

    /** What a case looks at; nothing is sent yet. */
    LiveSubject subject(PlannedCase planned, TrialLog trials) {
        var target = bench.target();
        return new LiveSubject(
                bench,
                new Evidence(bench.redactor().recorder(planned.id()), trials),
                target.operations().get(planned.operation()),
                target.schemes().get(planned.scheme()),
                target.identities().get(planned.identity()),
                Optional.ofNullable(target.identities().get(planned.intruder())),
                plan.checks().get(planned.checkId()).parameters());
    }

    private Showing showing(
            PlannedCase planned,
            SecurityCheck check,
            LiveSubject subject,
            Evidence evidence,
            Memo<WireRequest, Exchange> answers) {
        try {
            if (check instanceof ScenarioCheck scenario) {
                return Showing.of(ran(planned, scenario, subject));
            }
            if (check instanceof DenialCheck && subject.operation().isRead()) {
                subject.credential(); // there is nothing to control without one
                bench.control(subject.bare()); // first, so that no cache can have stored what is granted
            }
            var broken = new References(bench, subject).brokenPositive();
            if (broken.isPresent()) {
                return Showing.of(broken.get());
            }
            return check instanceof PropertyCheck property
                    ? Showing.of(observed(property, subject))
                    : new Denials(bench, planned.checkId(), subject, evidence, answers).of((DenialCheck) check);
        } catch (LiveSubject.NoCredential e) {
            return Showing.of(e.verdict());
        } catch (LiveSubject.NoReference e) {
            return Showing.of(e.verdict());
        } catch (CannotTryException e) {
            return Showing.of(
                    e.reason() == Reason.NEED_MISSING || e.reason() == Reason.IRRELEVANT
                            ? Verdict.notApplicable(e.reason(), e.getMessage())
                            : Verdict.inconclusive(e.reason(), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Showing.of(Verdict.inconclusive(Reason.REFUSED_BY_DOOR, "The audit was told to end."));
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            // a check of somebody else's making must not end the audit; nor may what it says in its exception be lost
            return Showing.of(broken("The check itself broke", e));
        }
    }

    /** What broke in one case costs that case, and is told with its place. */
    static Verdict broken(String what, Throwable e) {
        return Verdict.inconclusive(
                Reason.CHECK_ERROR, what + ": " + e.getClass().getSimpleName() + ": " + e.getMessage() + place(e));
    }

    private Verdict observed(PropertyCheck property, LiveSubject subject) {
        var missing = property.readsOperation()
                ? new References(bench, subject).missingBesidePositive()
                : Optional.<Verdict>empty();
        return missing.orElseGet(() -> property.verdict(subject));
    }

    private static Verdict ran(PlannedCase planned, ScenarioCheck scenario, LiveSubject subject)
            throws InterruptedException {
        if (planned.uses().stream().anyMatch(use -> use.alone() && use.name().startsWith("limit:"))) {
            subject.demandReferences(); // before it counts what it sends
        }
        try {
            return scenario.run(subject);
        } finally {
            subject.settle();
        }
    }

    private static String place(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " (at " + e.getStackTrace()[0] + ")";
    }
}

package dev.postern.run;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Sensitivity;
import dev.postern.api.audit.Sensitivity.Detection;
import dev.postern.api.audit.Sensitivity.Row;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.journal.TrialLog;
import dev.postern.redaction.Redactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The denial checks of an audit, run through the saboteur. */
public final class SabotagedRun implements AutoCloseable {

    private final Plan plan;
    private final Function<String, Optional<SecurityCheck>> checks;
    private final String toolVersion;
    private final Bench bench;
    private final CaseRunner runner;

    private SabotagedRun(Plan plan, Function<String, Optional<SecurityCheck>> checks, String toolVersion, Bench bench) {
        this.plan = plan;
        this.checks = checks;
        this.toolVersion = toolVersion;
        this.bench = bench;
        this.runner = new CaseRunner(bench, plan);
    }

    /**
     * Opens the door, with the saboteur in it; sends nothing.
     *
     * @param target the target with its secrets, at the address where it answers
     * @param secrets all secrets of the target file
     * @param checks finds a check by id
     */
    public static SabotagedRun open(
            Plan plan,
            Target target,
            Collection<Secret> secrets,
            Function<String, Optional<SecurityCheck>> checks,
            String toolVersion) {
        var redactor = Redactor.of(target, secrets);
        var saboteur = new Saboteur();
        var bench = new Bench(target, Door.open(target, saboteur), redactor, toolVersion, saboteur);
        return new SabotagedRun(plan, checks, toolVersion, bench);
    }

    /**
     * Runs all cases of denial checks.
     *
     * @param parallelism cases at once, from 1 on
     */
    public Sensitivity run(int parallelism) throws InterruptedException {
        var startedAt = Instant.now();
        var cases = plan.runnable()
                .filter(planned -> check(planned) instanceof DenialCheck)
                .toList();
        var threads = Executors.newFixedThreadPool(parallelism);
        try {
            var futures = cases.stream()
                    .map(planned -> threads.submit(() -> row(planned)))
                    .toList();
            var rows = new ArrayList<Row>();
            for (var future : futures) {
                future.get().ifPresent(rows::add);
            }
            return new Sensitivity(
                    plan, rows, startedAt, Instant.now(), bench.door().sent(), toolVersion);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check could not be run", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a check made of it; nothing, where it found out that it does not apply. */
    private Optional<Row> row(PlannedCase planned) {
        var tried = runner.run(planned, check(planned), new Memo<>(), TrialLog.inMemory());
        var attempts = tried.evidence().trials().stream()
                .filter(trial -> trial.kind() == Kind.ATTEMPT)
                .toList();
        if (attempts.isEmpty() && tried.showing().verdict().outcome() == Outcome.NOT_APPLICABLE) {
            return Optional.empty();
        }
        var noticed = attempts.stream().filter(SabotagedRun::isGranted).count();
        var verdict = tried.showing().verdict();
        var detection = detection(verdict.outcome());
        var words = switch (detection) {
            case DETECTS -> noticed + " of " + attempts.size() + " attempts would have been noticed.";
            case UNDECIDED -> verdict.words();
            case BLIND ->
                "It passes though every attempt carried a valid credential: on this operation it could never"
                        + " have failed. " + verdict.words();
        };
        return Optional.of(new Row(
                planned,
                detection,
                (int) noticed,
                attempts.size(),
                bench.redactor().redact(words)));
    }

    private static boolean isGranted(Trial trial) {
        return trial.observed().equals("granted");
    }

    private static Detection detection(Outcome outcome) {
        return switch (outcome) {
            case FAIL -> Detection.DETECTS;
            case PASS -> Detection.BLIND;
            case INCONCLUSIVE, NOT_APPLICABLE, WAIVED, MANUAL -> Detection.UNDECIDED;
        };
    }

    private SecurityCheck check(PlannedCase planned) {
        return checks.apply(planned.checkId())
                .orElseThrow(() -> new IllegalStateException("planned without its check"));
    }

    /** Lets nothing more out. */
    @Override
    public void close() {
        bench.stop();
    }
}

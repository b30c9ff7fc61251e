package dev.postern.run;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.gate.Gate;
import dev.postern.http.Door;
import dev.postern.journal.Journal;
import dev.postern.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One audit from its plan to its reports. Cases may be run from many threads. */
public final class AuditRun {

    private final Settings settings;
    private final Bench bench;
    private final CaseRunner runner;
    private final Journal journal;
    private final Instant startedAt = Instant.now();
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private final Memo<String, CaseResult> skipped = new Memo<>();
    private final Map<String, CaseResult> results = new ConcurrentHashMap<>();
    private final Object listening = new Object();
    private final List<String> problems = new ArrayList<>();
    private volatile boolean interrupted;
    private boolean finished;

    /**
     * What an audit needs.
     *
     * @param selected the cases of the plan that will be run
     * @param target the target with its secrets, at the address where it answers
     * @param secrets all secrets of the target file
     * @param checks finds a check by id
     * @param folder where journal and reports go; made where it is absent
     * @param toolVersion the version of Postern
     */
    public record Settings(
            Plan plan,
            Collection<PlannedCase> selected,
            Target target,
            Collection<Secret> secrets,
            Function<String, Optional<SecurityCheck>> checks,
            Gate gate,
            List<AuditListener> listeners,
            Path folder,
            String toolVersion) {}

    private AuditRun(Settings settings, List<CaseResult> earlier) {
        this.settings = settings;
        var redactor = Redactor.of(settings.target(), settings.secrets());
        this.bench = new Bench(settings.target(), Door.open(settings.target()), redactor, settings.toolVersion());
        this.runner = new CaseRunner(bench);
        layOut(settings.selected());
        this.journal = Journal.start(settings.folder(), settings.plan(), startedAt, settings.toolVersion());
        earlier.forEach(result -> {
            results.put(result.planned().id(), result);
            journal.caseFinished(result);
        });
    }

    /**
     * Opens the door and starts the journal; sends nothing.
     *
     * @throws java.io.UncheckedIOException where the folder cannot be written
     */
    public static AuditRun start(Settings settings) {
        return start(settings, List.of());
    }

    /**
     * Like {@link #start(Settings)}, but keeps the results that an earlier run of the same plan left in the journal of
     * the folder, so that the reports are whole again. Of the selected cases the earlier results are dropped.
     *
     * @throws java.io.UncheckedIOException where the journal cannot be read, or the folder cannot be written
     */
    public static AuditRun startAgain(Settings settings) {
        var known = Set.copyOf(settings.plan().cases());
        return start(
                settings,
                Journal.of(settings.folder()).stream()
                        .filter(result -> known.contains(result.planned())
                                && !settings.selected().contains(result.planned()))
                        .toList());
    }

    private static AuditRun start(Settings settings, List<CaseResult> earlier) {
        var run = new AuditRun(settings, earlier);
        run.tell("of the start", listener -> listener.auditStarted(settings.plan()));
        return run;
    }

    /** Whether it was told to end before all cases had run. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /**
     * The result of a case; a check that verifies several controls runs once. The first case that is asked for of an
     * operation runs with all the others there that were selected, since they share their last controls.
     */
    public CaseResult run(PlannedCase planned) {
        return planned.skip().isPresent()
                ? skipped.get(
                        planned.id(), id -> skipped(planned, planned.skip().get()))
                : rounds.computeIfAbsent(planned.id(), id -> round(List.of(planned)))
                        .result(planned);
    }

    private CaseResult skipped(PlannedCase planned, Verdict verdict) {
        return finished(new CaseResult(planned, verdict, List.of(), "", Instant.now(), 0));
    }

    /** Lays out the rounds: only attempts that must be denied need a control after them. */
    private void layOut(Collection<PlannedCase> selected) {
        selected.stream()
                .filter(c -> c.skip().isEmpty() && check(c) instanceof DenialCheck)
                .collect(Collectors.groupingBy(c -> List.of(c.operation(), c.scheme(), c.uses())))
                .values()
                .forEach(cases -> {
                    var round = round(cases);
                    cases.forEach(c -> rounds.put(c.id(), round));
                });
    }

    private Round round(List<PlannedCase> cases) {
        return new Round(cases, (planned, answers) -> runner.run(planned, check(planned), answers), this::concluded);
    }

    private Map<String, CaseResult> concluded(List<Tried> round) {
        var concluded = new Conclusion(bench).of(round);
        concluded.replaceAll((id, result) -> finished(result));
        return concluded;
    }

    private SecurityCheck check(PlannedCase planned) {
        return settings.checks()
                .apply(planned.checkId())
                .orElseThrow(() -> new IllegalStateException("planned without its check"));
    }

    private CaseResult finished(CaseResult fromTarget) {
        var result = settings.gate().accept(settings.plan(), fromTarget);
        synchronized (listening) {
            if (finished || interrupted) {
                return result; // a verdict drawn after the door was closed says nothing of the target
            }
            results.put(result.planned().id(), result);
            journal.caseFinished(result);
            tell("of a case", listener -> listener.caseFinished(settings.plan(), result));
            return result;
        }
    }

    /** Lets nothing more out, and writes the reports of what there is: for a process that is told to end. */
    public void interrupt() {
        synchronized (listening) {
            if (finished) {
                return;
            }
            interrupted = true;
        }
        bench.stop();
        synchronized (listening) {
            if (!finished) {
                journal.interrupted(Instant.now());
                finish();
            }
        }
    }

    /**
     * Closes the door, judges the gate, and has the reports written. Called again, it does nothing more.
     *
     * @return the audit, and what kept listeners from their work
     */
    public Finished finish() {
        bench.stop();
        synchronized (listening) {
            var ordered = new LinkedHashMap<String, CaseResult>();
            settings.plan().cases().forEach(c -> {
                if (results.containsKey(c.id())) {
                    ordered.put(c.id(), results.get(c.id()));
                }
            });
            var audit = new Audit(
                    settings.plan(),
                    ordered,
                    judged(ordered),
                    startedAt,
                    Instant.now(),
                    bench.door().sent(),
                    interrupted,
                    settings.toolVersion());
            if (finished) {
                return new Finished(audit, List.of());
            }
            finished = true;
            journal.finished(audit.endedAt(), audit.gate().passed());
            tell("of the end", listener -> {
                Files.createDirectories(settings.folder());
                listener.auditFinished(audit, settings.folder());
            });
            return new Finished(audit, List.copyOf(problems));
        }
    }

    /** Whoever reads no more than the gate must learn what the audit has left behind. */
    private GateResult judged(Map<String, CaseResult> results) {
        var result = settings.gate().judge(settings.plan(), results);
        var left = bench.amends().failures();
        return left.isEmpty() ? result : result.failedBy(left);
    }

    private interface Message {
        void to(AuditListener listener) throws IOException;
    }

    /** A listener that breaks must neither change a verdict nor keep the others from their reports. */
    private void tell(String what, Message message) {
        for (var listener : settings.listeners()) {
            try {
                message.to(listener);
            } catch (IOException | RuntimeException e) {
                var problem = listener.getClass().getSimpleName() + " broke when it was told " + what + ": " + e;
                if (!problems.contains(problem)) { // once is enough, not once a case
                    problems.add(problem);
                }
            }
        }
    }

    /**
     * The end of an audit.
     *
     * @param problems one sentence for each listener that broke, and so may have written no report
     */
    public record Finished(Audit audit, List<String> problems) {}
}

package dev.postern.run;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One audit from its plan to its reports. Cases may be run from many threads. */
public final class AuditRun {

    private final Settings settings;
    private final Bench bench;
    private final CaseRunner runner;
    private final Journal journal;
    private final Instant startedAt = Instant.now();
    private final Memo<String, CaseResult> memo = new Memo<>();
    private final Map<String, CaseResult> results = new ConcurrentHashMap<>();
    private final Object listening = new Object();
    private final List<String> problems = new ArrayList<>();
    private volatile boolean interrupted;
    private boolean finished;

    /**
     * What an audit needs.
     *
     * @param target the target with its secrets, at the address where it answers
     * @param secrets all secrets of the target file
     * @param checks finds a check by id
     * @param folder where journal and reports go; made where it is absent
     * @param toolVersion the version of Postern
     */
    public record Settings(
            Plan plan,
            Target target,
            Collection<Secret> secrets,
            Function<String, Optional<SecurityCheck>> checks,
            Gate gate,
            List<AuditListener> listeners,
            Path folder,
            String toolVersion) {}

    private AuditRun(Settings settings) {
        this.settings = settings;
        var redactor = new Redactor(settings.target());
        settings.secrets().forEach(redactor::learn);
        this.bench = new Bench(settings.target(), Door.open(settings.target()), redactor, settings.toolVersion());
        this.runner = new CaseRunner(bench);
        this.journal = Journal.start(settings.folder(), settings.plan(), startedAt, settings.toolVersion());
    }

    /**
     * Opens the door and starts the journal; sends nothing.
     *
     * @throws java.io.UncheckedIOException where the folder cannot be written
     */
    public static AuditRun start(Settings settings) {
        var run = new AuditRun(settings);
        run.tell("of the start", listener -> listener.auditStarted(settings.plan()));
        return run;
    }

    /** The result of a case; a check that verifies several controls runs once. */
    public CaseResult run(PlannedCase planned) {
        return memo.get(planned.id(), id -> {
            var result = planned.skip()
                    .map(verdict -> new CaseResult(planned, verdict, List.of(), "", Instant.now(), 0))
                    .orElseGet(() -> runner.run(
                            planned,
                            settings.checks()
                                    .apply(planned.checkId())
                                    .orElseThrow(() -> new IllegalStateException("planned without its check"))));
            return finished(result);
        });
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
                    settings.gate().judge(settings.plan(), ordered),
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

package dev.postern.run;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.DenialCheck;
import dev.postern.api.check.PropertyCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Secret;
import dev.postern.api.target.Target;
import dev.postern.gate.Gate;
import dev.postern.http.Door;
import dev.postern.journal.Journal;
import dev.postern.journal.JournalContent;
import dev.postern.journal.Origin;
import dev.postern.redaction.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One audit from its plan to its reports. Cases may be run from many threads. */
public final class AuditRun {

    private final Settings settings;
    private final AuditFolder folder;
    private final Bench bench;
    private final FollowUps followUps;
    /** What trying each case has shown, as soon as it was tried. */
    private final Map<String, CompletableFuture<Optional<Verdict>>> shown = new ConcurrentHashMap<>();

    private final CaseRunner runner;
    private final Journal journal;
    private final Instant startedAt;
    private final int requestsBefore;
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private GravestFirst graver = GravestFirst.NO_MATTER;
    private final Memo<String, CaseResult> skipped = new Memo<>();
    private final Map<String, CaseResult> results = new ConcurrentHashMap<>();
    private final Object listening = new Object();
    private final Audience audience;
    private Restoration restoration = new Restoration(List.of(), List.of());
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
     * @param origin what another process must know to go on with it
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
            String toolVersion,
            Origin origin) {

        /** An audit that no other process can go on with. */
        public Settings(
                Plan plan,
                Collection<PlannedCase> selected,
                Target target,
                Collection<Secret> secrets,
                Function<String, Optional<SecurityCheck>> checks,
                Gate gate,
                List<AuditListener> listeners,
                Path folder,
                String toolVersion) {
            this(plan, selected, target, secrets, checks, gate, listeners, folder, toolVersion, Origin.UNKNOWN);
        }
    }

    private AuditRun(Settings settings, AuditFolder folder, Optional<JournalContent> before, List<CaseResult> kept) {
        this.settings = settings;
        this.folder = folder;
        this.audience = new Audience(settings.listeners());
        var redactor = Redactor.of(settings.target(), settings.secrets());
        this.bench = new Bench(
                settings.target(), Door.open(settings.target()), redactor, settings.toolVersion(), folder.left());
        this.runner = new CaseRunner(bench, settings.plan());
        this.followUps = new FollowUps(settings.selected(), this::shownBy);
        bench.courier().announce(this::waiting);
        this.startedAt = before.flatMap(JournalContent::start)
                .map(JournalContent.Start::at)
                .orElseGet(Instant::now);
        this.requestsBefore = before.map(JournalContent::requests).orElse(0);
        kept.forEach(result -> results.put(result.planned().id(), result));
        layOut(settings.selected().stream()
                .filter(planned -> !results.containsKey(planned.id()))
                .toList());
        this.journal = before.map(content -> Journal.goOn(content, Instant.now()))
                .orElseGet(() -> folder.startJournal(settings, startedAt));
    }

    /**
     * Opens the door and starts the journal, in place of what an earlier audit left in the folder. Sends nothing, unless that
     * audit was killed before it put back what it had changed in the target.
     *
     * @throws FolderInUseException if another audit is writing there
     * @throws java.io.UncheckedIOException where the folder cannot be written
     */
    public static AuditRun start(Settings settings) {
        return start(settings, AuditFolder.open(settings.folder()), Optional.empty(), Set.of());
    }

    /**
     * Like {@link #start(Settings)}, but keeps the results that an earlier run of the same plan left in the journal of
     * the folder, so that the reports are whole again. Of the selected cases the earlier results are dropped.
     *
     * @throws FolderInUseException if another audit is writing there
     * @throws java.io.UncheckedIOException where the journal cannot be read, or the folder cannot be written
     */
    public static AuditRun startAgain(Settings settings) {
        var folder = AuditFolder.open(settings.folder());
        var again = settings.selected().stream().map(PlannedCase::id).collect(Collectors.toSet());
        return start(settings, folder, folder.journal(), again);
    }

    /**
     * Goes on with the audit whose journal is in the folder: cases that have their verdict, with all its evidence, are not run
     * again.
     *
     * @throws FolderInUseException if another audit is writing there
     * @throws java.io.UncheckedIOException where the journal cannot be read, or the folder cannot be written
     */
    public static AuditRun resume(Settings settings) {
        var folder = AuditFolder.open(settings.folder());
        var before = folder.journal();
        return start(
                settings, folder, before, before.map(JournalContent::incomplete).orElse(Set.of()));
    }

    private static AuditRun start(
            Settings settings, AuditFolder folder, Optional<JournalContent> before, Set<String> again) {
        try {
            var known = Set.copyOf(settings.plan().cases());
            var kept = before.stream()
                    .flatMap(content -> content.results().stream())
                    .filter(result -> known.contains(result.planned())
                            && !again.contains(result.planned().id()))
                    .map(result -> settings.gate().accept(settings.plan(), result))
                    .toList();
            var run = new AuditRun(settings, folder, before, kept);
            if (before.isPresent() && !again.isEmpty()) {
                run.journal.runAgain(again);
            }
            run.audience.tell("of the start", listener -> listener.auditStarted(settings.plan()));
            run.restoration = Restoration.of(run.bench, folder.left());
            return run;
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
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
        var known = results.get(planned.id());
        if (known != null) {
            return known;
        }
        if (planned.skip().isPresent()) {
            return skipped.get(
                    planned.id(), id -> skipped(planned, planned.skip().get()));
        }
        graver.before(planned).forEach(Round::work);
        return rounds.computeIfAbsent(planned.id(), id -> round(List.of(planned)))
                .result(planned);
    }

    private CaseResult skipped(PlannedCase planned, Verdict verdict) {
        return finished(new CaseResult(planned, verdict, List.of(), "", Instant.now(), 0));
    }

    /** Lays out the rounds: only attempts that must be denied need a control after them. */
    private void layOut(Collection<PlannedCase> toRun) {
        toRun.stream()
                .filter(c -> c.skip().isEmpty())
                .collect(Collectors.groupingBy(this::place, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(cases -> {
                    var round = round(cases);
                    cases.forEach(c -> rounds.put(c.id(), round));
                });
        if (settings.plan().mayExceedBudget()) {
            graver = GravestFirst.of(settings.plan(), rounds);
        }
    }

    /** What cases of one round have in common; where the budget may end early, also how grave they are. */
    private List<Object> place(PlannedCase planned) {
        if (!(check(planned) instanceof DenialCheck)) {
            return List.of(planned.id());
        }
        return List.of(
                planned.operation(),
                planned.scheme(),
                planned.uses(),
                settings.plan().mayExceedBudget() ? settings.plan().severity(planned) : "");
    }

    private Round round(List<PlannedCase> cases) {
        return new Round(cases, this::tried, this::concluded);
    }

    private Tried tried(PlannedCase planned, Memo<WireRequest, Exchange> answers) {
        var shown = shown(planned);
        try {
            var tried = runner.run(planned, check(planned), answers, journal.trialsOf(planned.id()));
            shown.complete(Optional.of(tried.showing().verdict()));
            return tried;
        } finally {
            shown.complete(Optional.empty()); // if it broke
        }
    }

    private CompletableFuture<Optional<Verdict>> shown(PlannedCase planned) {
        return shown.computeIfAbsent(planned.id(), id -> new CompletableFuture<>());
    }

    /** What trying a case has shown. Whoever asks works on the case, or waits for who has begun it and waits for nobody. */
    private Optional<Verdict> shownBy(PlannedCase planned) {
        var known = results.get(planned.id());
        if (known != null) {
            return Optional.of(known.verdict());
        }
        var round = rounds.get(planned.id());
        if (round == null) {
            return Optional.empty();
        }
        round.begin(planned);
        return shown(planned).join();
    }

    private Map<String, CaseResult> concluded(List<Tried> some, boolean cacheIsReported) {
        var concluded = new Conclusion(bench).of(some, cacheIsReported);
        concluded.replaceAll((id, result) -> finished(result));
        return concluded;
    }

    private void waiting(Duration duration, String why) {
        synchronized (listening) {
            audience.tell("of a wait", listener -> listener.waiting(settings.plan(), duration, why));
        }
    }

    private SecurityCheck check(PlannedCase planned) {
        return settings.checks()
                .apply(planned.checkId())
                .orElseThrow(() -> new IllegalStateException("planned without its check"));
    }

    private CaseResult finished(CaseResult fromTarget) {
        var result = settings.gate().accept(settings.plan(), followUps.told(fromTarget));
        synchronized (listening) {
            if (finished || interrupted) {
                return result; // a verdict drawn after the door was closed says nothing of the target
            }
            journal.caseFinished(result, requests());
            if (journal.failure().isEmpty()) {
                results.put(result.planned().id(), result);
                audience.tell("of a case", listener -> listener.caseFinished(settings.plan(), result));
                return result;
            }
            interrupted = true; // what cannot be written down need not be asked
        }
        bench.stop();
        return result;
    }

    private int requests() {
        return requestsBefore + bench.door().sent();
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
     * @return the audit, and what kept the journal or listeners from their work
     */
    public Finished finish() {
        var revised = lookedBack();
        bench.stop();
        synchronized (listening) {
            var audit = audit();
            if (finished) {
                return new Finished(audit, List.of(), List.of());
            }
            finished = true;
            journal.finished(audit.endedAt(), audit.gate().passed());
            journal.close();
            var reported = audience.finish(audit, settings.folder());
            folder.close();
            var problems = new ArrayList<String>();
            journal.failure().map(AuditRun::unwritten).ifPresent(problems::add);
            problems.addAll(audience.problems());
            return new Finished(reported, revised, problems);
        }
    }

    private static String unwritten(String why) {
        return "The journal could not be written, so the audit ended early: " + why;
    }

    private Audit audit() {
        var ordered = settings.plan().results(results);
        return new Audit(
                settings.plan(),
                ordered,
                judged(ordered),
                startedAt,
                Instant.now(),
                requests(),
                interrupted,
                settings.toolVersion());
    }

    /** Looks once more at the cases that look back at the whole audit: more may have come to light since they were run. */
    private List<CaseResult> lookedBack() {
        if (finished || interrupted) {
            return List.of();
        }
        return settings.selected().stream()
                .filter(planned -> planned.skip().isEmpty() && looksBack(check(planned)))
                .flatMap(planned -> Stream.ofNullable(results.get(planned.id())))
                .filter(known -> known.verdict().outcome() != Outcome.FAIL
                        && known.verdict().outcome() != Outcome.WAIVED)
                .flatMap(known -> revised(known).stream())
                .toList();
    }

    private Optional<CaseResult> revised(CaseResult known) {
        var planned = known.planned();
        var tried = runner.run(planned, check(planned), new Memo<>(), journal.trialsOf(planned.id()));
        var concluded = new Conclusion(bench).of(List.of(tried), false).get(planned.id());
        var result = settings.gate().accept(settings.plan(), concluded);
        if (result.verdict().equals(known.verdict())) {
            return Optional.empty();
        }
        results.put(result.planned().id(), result);
        journal.caseFinished(result, requests());
        return Optional.of(result);
    }

    private static boolean looksBack(SecurityCheck check) {
        return check instanceof PropertyCheck property && property.looksBack();
    }

    /** Whoever reads no more than the gate must learn what the audit has left behind. */
    private GateResult judged(Map<String, CaseResult> results) {
        var result = settings.gate().judge(settings.plan(), results).noting(restoration.done());
        var failures = new ArrayList<>(bench.amends().failures());
        restoration.failures().stream().filter(f -> !failures.contains(f)).forEach(failures::add);
        journal.failure().map(AuditRun::unwritten).ifPresent(failures::add);
        return failures.isEmpty() ? result : result.failedBy(failures);
    }

    /**
     * The end of an audit.
     *
     * @param revised results that say more than they did when their cases were run, since other cases have seen more
     * @param problems one sentence if the journal could not be written, and one for each listener that broke, and so may have
     *     written no report
     */
    public record Finished(Audit audit, List<CaseResult> revised, List<String> problems) {
        /** Keeps immutable copies. */
        public Finished {
            revised = List.copyOf(revised);
            problems = List.copyOf(problems);
        }
    }
}

package dev.postern.engine;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.journal.Journal;
import dev.postern.run.AuditRun;
import dev.postern.run.FolderInUseException;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** One audit: starts the target where it must, opens the run, and closes it with its reports. */
final class AuditDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    private final AuditDefinition definition;
    private final GatedPlan gated;
    private final Options options;
    /** Which leaves were asked for; one that no selector asks for is removed. */
    private final List<Predicate<TestDescriptor>> wanted = new ArrayList<>();

    /** Known as soon as the audit begins. */
    private volatile Path folder = Path.of("");

    /**
     * The audit with all its cases.
     *
     * @param options what holds for this audit
     * @param label tells it from other audits of its class; empty where it is the only one
     */
    AuditDescriptor(
            UniqueId uniqueId,
            AuditDefinition definition,
            GatedPlan gated,
            Options options,
            String label,
            TestSource source) {
        super(uniqueId, label.isEmpty() ? displayName(definition) : label, source);
        this.definition = definition;
        this.gated = gated;
        this.options = options;
        var tags = definition.auditClass().map(AuditClass::tags).orElse(Set.of());
        var labels = new CaseLabels(label.isEmpty() ? "" : label + " · ", tags);
        plan().controls().forEach(control -> addChild(new ControlDescriptor(getUniqueId(), plan(), control, labels)));
        if (NothingTriedDescriptor.isNeeded(plan())) {
            addChild(new NothingTriedDescriptor(getUniqueId(), plan(), tags));
        }
    }

    /** The whole class name: Surefire takes what it writes as {@code classname} of the cases from here. */
    private static String displayName(AuditDefinition definition) {
        return definition.testClass().map(Class::getName).orElse(definition.name());
    }

    Plan plan() {
        return gated.plan();
    }

    Optional<Class<?>> testClass() {
        return definition.testClass();
    }

    /** Keeps these leaves. */
    void want(Predicate<TestDescriptor> leaves) {
        wanted.add(leaves);
    }

    /** Removes the leaves that no selector asks for: a unique id that names one case must not run its whole audit. */
    void removeUnwanted() {
        var leaves = getDescendants().stream().filter(TestDescriptor::isTest).toList();
        leaves.stream()
                .filter(leaf -> wanted.stream().noneMatch(w -> w.test(leaf)))
                .forEach(AuditDescriptor::remove);
    }

    private static void remove(TestDescriptor descriptor) {
        var parent = descriptor.getParent();
        descriptor.removeFromHierarchy();
        parent.filter(p -> p.getChildren().isEmpty() && !p.isRoot()).ifPresent(AuditDescriptor::remove);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }

    @Override
    public PosternContext before(PosternContext context) {
        // first of all: it may write files that the target file names, such as a key made for this test
        var address = definition
                .starter()
                .map(starter ->
                        context.execution().targets().address(testClass().orElseThrow(), starter));
        folder = ReportFolder.of(options.output(), definition);
        try {
            var run = opened(address);
            context.execution().opened(run);
            return context.within(run);
        } catch (FolderInUseException | RecordedAudit.GoneException e) {
            throw new AuditFailure(e.getMessage());
        }
    }

    private AuditRun opened(Optional<URI> address) {
        var selected = selected();
        var settings = settings(load(), address.or(definition::baseUrl), selected);
        var isRerun = Reruns.note(folder, plan(), selected);
        if (isRerun) {
            return AuditRun.startAgain(settings);
        }
        if (options.resume() && Files.exists(folder.resolve(Journal.FILE))) {
            RecordedAudit.read(folder).requireSame(gated);
            return AuditRun.resume(settings);
        }
        return AuditRun.start(settings);
    }

    private AuditRun.Settings settings(TargetFile.Loaded loaded, Optional<URI> address, Set<PlannedCase> selected) {
        return new AuditRun.Settings(
                address.map(plan()::at).orElse(plan()), // reports name the address that was audited
                selected,
                address.map(loaded.target()::at).orElse(loaded.target()),
                loaded.secrets(),
                gated.catalogue()::find,
                gated.gate(),
                Listeners.found(),
                folder,
                Version.current(),
                Origins.of(definition, gated, options));
    }

    private TargetFile.Loaded load() {
        try {
            return definition.load(TargetFile.Secrets.REQUIRED);
        } catch (InvalidFileException e) {
            throw new AuditFailure(e.getMessage()); // a mistake of the user's needs no stack trace
        }
    }

    /** The cases that are there still, after all filters. */
    private Set<PlannedCase> selected() {
        return getDescendants().stream()
                .filter(CaseDescriptor.class::isInstance)
                .map(leaf -> ((CaseDescriptor) leaf).planned())
                .collect(Collectors.toSet());
    }

    @Override
    public void after(PosternContext context) {
        try {
            context.run().ifPresent(run -> finish(run, context));
        } finally {
            testClass().ifPresent(context.execution().targets()::ended);
        }
    }

    private void finish(AuditRun run, PosternContext context) {
        var finished = run.finish();
        context.execution().ended(run);
        publish(context, PosternTestEngine.GATE, finished.audit().gate().passed() ? "passed" : "failed");
        publish(context, PosternTestEngine.REPORTS, folder.toString());
        finished.problems().forEach(problem -> publish(context, PosternTestEngine.PROBLEM, problem));
        if (!NothingTriedDescriptor.isNeeded(plan())) { // else that leaf has failed already
            failWhereNoCaseDid(finished.audit());
        }
        failForRevised(finished.revised());
    }

    /** A case that passed, and fails by what other cases saw after it, has been told to the build as passed. */
    private void failForRevised(List<CaseResult> revised) {
        revised.stream().filter(CaseResult::breaksGate).findFirst().ifPresent(result -> {
            var control = plan().controls().stream()
                    .filter(c ->
                            c.checks().stream().anyMatch(check -> check.cases().contains(result.planned())))
                    .findFirst()
                    .orElseThrow();
            throw AuditFailure.of(
                    result,
                    control.control(),
                    plan().checks().get(result.planned().checkId()));
        });
    }

    /** A build must not go through where the gate did not, though each of its cases did. */
    private static void failWhereNoCaseDid(Audit audit) {
        var isWhole = audit.plan().runnable().allMatch(c -> audit.result(c).isPresent());
        var isShown = audit.results().values().stream().anyMatch(CaseResult::breaksGate);
        if (!audit.gate().passed() && isWhole && !isShown) {
            throw new AuditFailure(
                    "The gate failed: " + String.join("\n  ", audit.gate().reasons()));
        }
    }

    private void publish(PosternContext context, String key, String value) {
        context.listener().reportingEntryPublished(this, ReportEntry.from(key, value));
    }
}

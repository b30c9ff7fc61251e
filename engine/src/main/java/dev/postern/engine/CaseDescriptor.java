package dev.postern.engine;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.target.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource;
import org.junit.platform.engine.support.hierarchical.Node;
import org.opentest4j.TestAbortedException;

/** One case: a leaf of the tree. */
final class CaseDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    private final Control control;
    private final CheckInfo check;
    private final PlannedCase planned;
    private final Set<TestTag> tags;
    private final Set<ExclusiveResource> resources;

    CaseDescriptor(
            UniqueId parent, Plan plan, Control control, CheckInfo check, PlannedCase planned, CaseLabels labels) {
        super(parent.append("case", planned.id()), labels.prefix() + name(control, planned), source(plan, planned));
        this.control = control;
        this.check = check;
        this.planned = planned;
        this.tags = tags(control, check, labels);
        this.resources = planned.uses().stream()
                .map(use -> new ExclusiveResource(
                        use.name(),
                        use.alone() ? ExclusiveResource.LockMode.READ_WRITE : ExclusiveResource.LockMode.READ))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Build tools print the leaf only, without its control and check: it must say all by itself. */
    private static String name(Control control, PlannedCase planned) {
        return control.manual() ? control.title() : planned.checkId() + " · " + planned.displayName();
    }

    private static TestSource source(Plan plan, PlannedCase planned) {
        var position = Optional.ofNullable(plan.target().operations().get(planned.operation()))
                .map(Operation::position)
                .orElse(plan.target().file());
        return Resources.source(position);
    }

    PlannedCase planned() {
        return planned;
    }

    private static Set<TestTag> tags(Control control, CheckInfo check, CaseLabels labels) {
        var family = check.id().split("\\.", 2)[0];
        var severity = check.severity().name().toLowerCase(Locale.ROOT);
        var tags = new LinkedHashSet<>(labels.tags());
        for (var name : List.of(control.id(), check.id(), family, severity)) {
            if (TestTag.isValid(name)) {
                tags.add(TestTag.create(name));
            }
        }
        return tags;
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        return Set.copyOf(tags);
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }

    @Override
    public Set<ExclusiveResource> getExclusiveResources() {
        return resources;
    }

    @Override
    public SkipResult shouldBeSkipped(PosternContext context) {
        // a planned FAIL, an attested absence, is no skip
        return planned.skip()
                .filter(verdict -> isSkip(verdict))
                .map(verdict -> {
                    run(context);
                    return SkipResult.skip(verdict.outcome() + ": " + verdict.words());
                })
                .orElseGet(SkipResult::doNotSkip);
    }

    private static boolean isSkip(Verdict verdict) {
        return switch (verdict.outcome()) {
            case NOT_APPLICABLE, MANUAL, WAIVED -> true;
            case PASS, FAIL, INCONCLUSIVE -> false;
        };
    }

    @Override
    public PosternContext execute(PosternContext context, DynamicTestExecutor dynamicTestExecutor) {
        var result = run(context);
        if (context.run().orElseThrow().isInterrupted()) { // what comes to light now says nothing of the target
            throw new TestAbortedException("Not run: the audit was told to end.");
        }
        switch (result.verdict().outcome()) {
            case PASS -> {
                return context;
            }
            case FAIL, INCONCLUSIVE -> {
                if (result.breaksGate()) {
                    throw AuditFailure.of(result, control, check);
                }
                throw new NotCounted(AuditFailure.message(result, control, check));
            }
            case NOT_APPLICABLE, MANUAL, WAIVED ->
                throw new NotCounted(
                        result.verdict().outcome() + ": " + result.verdict().words());
        }
        return context;
    }

    private CaseResult run(PosternContext context) {
        return context.run().orElseThrow().run(planned);
    }

    /** Ends a case that neither passed nor breaks the gate; the message tells all. */
    private static final class NotCounted extends TestAbortedException {

        private static final long serialVersionUID = 1L;

        NotCounted(String message) {
            super(message);
        }

        /** None: the cause is in the target, not in this program. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}

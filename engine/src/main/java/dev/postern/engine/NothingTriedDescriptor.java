package dev.postern.engine;

import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * A leaf that fails, for an audit of which no case can run: build tools drop a class without leaves, and take one whose
 * leaves are all skipped for a success.
 */
final class NothingTriedDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    private static final Set<Outcome> TRIED = Set.of(Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE);

    private final Plan plan;
    private final Set<TestTag> tags;

    NothingTriedDescriptor(UniqueId parent, Plan plan, Set<TestTag> tags) {
        super(parent.append("problem", "nothing-tried"), "the audit tries something");
        this.plan = plan;
        this.tags = Set.copyOf(tags);
    }

    /** Whether no case runs, and no person attests anything. */
    static boolean isNeeded(Plan plan) {
        return plan.cases().stream()
                .allMatch(c -> c.skip()
                        .filter(verdict -> !TRIED.contains(verdict.outcome()))
                        .isPresent());
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }

    @Override
    public PosternContext execute(PosternContext context, DynamicTestExecutor dynamicTestExecutor) {
        throw new AuditFailure("An audit that tries nothing proves nothing: " + why());
    }

    private String why() {
        var first = plan.cases().get(0); // a checklist has a control, and a control a case
        return "none of the " + plan.cases().size() + " planned cases can run. The first is " + name(first) + ": "
                + first.skip().map(Verdict::words).orElse("");
    }

    private static String name(PlannedCase planned) {
        return planned.checkId() + " · " + planned.displayName();
    }
}

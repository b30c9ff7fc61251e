package dev.postern.engine;

import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.hierarchical.Node;

/**
 * An audit class that cannot be run, with one test that fails and says why. The other tests of the module run. It uses
 * nothing newer than what {@link PlatformTooOld} has.
 */
final class RefusedAuditDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    private final String words;

    private RefusedAuditDescriptor(UniqueId id, Class<?> type, Set<TestTag> tags, String words) {
        super(id, type.getName(), ClassSource.from(type));
        this.words = words;
        addChild(new Refusal(id.append("case", "start"), tags, words));
    }

    /**
     * The container of the class. Surefire reports nothing of a test that has no class above it.
     *
     * @param words what is wrong and what to do, for the message of the failure
     */
    static RefusedAuditDescriptor of(UniqueId id, Class<?> type, Set<TestTag> tags, String words) {
        return new RefusedAuditDescriptor(id, type, tags, words);
    }

    /** What is wrong and what to do. */
    String words() {
        return words;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    private static final class Refusal extends AbstractTestDescriptor implements Node<PosternContext> {

        private final Set<TestTag> tags;
        private final String words;

        Refusal(UniqueId id, Set<TestTag> tags, String words) {
            super(id, "the audit did not start");
            this.tags = Set.copyOf(tags);
            this.words = words;
        }

        @Override
        public Set<TestTag> getTags() {
            return tags;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }

        @Override
        public PosternContext execute(PosternContext context, DynamicTestExecutor dynamicTestExecutor) {
            throw new AuditFailure(words);
        }
    }
}

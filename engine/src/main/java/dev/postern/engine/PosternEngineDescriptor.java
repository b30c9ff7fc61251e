package dev.postern.engine;

import java.util.List;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** The root of the tree: audits, or classes with several of them. */
final class PosternEngineDescriptor extends EngineDescriptor implements Node<PosternContext> {

    PosternEngineDescriptor(UniqueId uniqueId) {
        super(uniqueId, "Postern");
    }

    /** All audits, in order. */
    List<AuditDescriptor> audits() {
        return getDescendants().stream()
                .filter(AuditDescriptor.class::isInstance)
                .map(AuditDescriptor.class::cast)
                .toList();
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }

    @Override
    public PosternContext before(PosternContext context) {
        context.execution().begin();
        return context;
    }

    @Override
    public void after(PosternContext context) {
        context.execution().end();
    }
}

package dev.postern.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** The root of the tree. */
final class PosternEngineDescriptor extends EngineDescriptor implements Node<PosternContext> {

    PosternEngineDescriptor(UniqueId uniqueId) {
        super(uniqueId, "Postern");
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }
}

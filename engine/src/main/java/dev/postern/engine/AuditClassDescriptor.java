package dev.postern.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** A class with several target files, and so several audits. */
final class AuditClassDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    AuditClassDescriptor(UniqueId uniqueId, AuditClass of) {
        super(uniqueId, of.type().getName(), of.source());
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }
}

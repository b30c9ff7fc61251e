package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** One control of the checklist. */
final class ControlDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    ControlDescriptor(UniqueId parent, Plan plan, PlannedControl control, CaseLabels labels) {
        super(
                parent.append("control", control.control().id()),
                control.control().title());
        control.checks().forEach(check -> addChild(new CheckDescriptor(getUniqueId(), plan, control, check, labels)));
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }

    /** One check that verifies the control. */
    static final class CheckDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

        CheckDescriptor(UniqueId parent, Plan plan, PlannedControl control, PlannedCheck check, CaseLabels labels) {
            super(
                    parent.append("check", check.check().id()),
                    check.check().id() + ": " + check.check().title());
            check.cases()
                    .forEach(planned -> addChild(new CaseDescriptor(
                            getUniqueId(), plan, control.control(), check.check(), planned, labels)));
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
}

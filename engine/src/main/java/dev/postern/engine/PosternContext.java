package dev.postern.engine;

import dev.postern.run.AuditRun;
import java.util.Optional;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/**
 * What descriptors are handed while they run.
 *
 * @param execution all that is under way
 * @param run the audit that is going on, below its descriptor
 */
record PosternContext(EngineExecutionListener listener, Execution execution, Optional<AuditRun> run)
        implements EngineExecutionContext {

    PosternContext within(AuditRun current) {
        return new PosternContext(listener, execution, Optional.of(current));
    }
}

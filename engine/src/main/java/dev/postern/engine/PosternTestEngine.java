package dev.postern.engine;

import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.junit.platform.engine.support.hierarchical.ForkJoinPoolHierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;

/** Runs audits on the JUnit Platform. */
public final class PosternTestEngine extends HierarchicalTestEngine<PosternContext> {

    /** The id of this engine. */
    public static final String ID = "postern";

    /** Report entry of a finished audit: {@code passed} or {@code failed}. */
    public static final String GATE = "postern.gate";
    /** Report entry of a finished audit: the folder of its reports. */
    public static final String REPORTS = "postern.reports";
    /** Report entry of a finished audit: what kept a report from being written. */
    public static final String PROBLEM = "postern.problem";

    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(AuditSelectorResolver::isAudit)
                    .addSelectorResolver(context -> new AuditSelectorResolver(
                            new Options(context.getDiscoveryRequest().getConfigurationParameters()),
                            context.getIssueReporter(),
                            context.getClassNameFilter()))
                    .build();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Optional<String> getGroupId() {
        return Optional.of("dev.postern");
    }

    @Override
    public Optional<String> getArtifactId() {
        return Optional.of("postern-engine");
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        if (PlatformTooOld.isSo()) {
            return PlatformTooOld.discover(request, uniqueId);
        }
        var root = new PosternEngineDescriptor(uniqueId);
        RESOLVER.resolve(request, root);
        Selection.of(request).prune(root);
        return root;
    }

    @Override
    protected PosternContext createExecutionContext(ExecutionRequest request) {
        return new PosternContext(
                request.getEngineExecutionListener(),
                new Options(request.getConfigurationParameters()),
                Optional.empty());
    }

    @Override
    protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
        var options = new Options(request.getConfigurationParameters());
        var parallelism = options.parallelism()
                .orElseGet(() -> request.getRootTestDescriptor().getChildren().stream()
                        .filter(AuditDescriptor.class::isInstance)
                        .mapToInt(d ->
                                ((AuditDescriptor) d).plan().target().limits().concurrency())
                        .max()
                        .orElse(1));
        return new ForkJoinPoolHierarchicalTestExecutorService(new FixedParallelism(parallelism));
    }
}

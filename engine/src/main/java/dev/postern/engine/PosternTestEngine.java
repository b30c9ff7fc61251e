package dev.postern.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.platform.engine.ConfigurationParameters;
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

    private final UnaryOperator<String> environment;
    private final EngineDiscoveryRequestResolver<EngineDescriptor> resolver;

    /** The engine, as JUnit makes it. */
    public PosternTestEngine() {
        this(System::getenv);
    }

    /** @param environment from the name of a variable to its value, or null where it is not set */
    PosternTestEngine(UnaryOperator<String> environment) {
        this.environment = environment;
        this.resolver = EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                .addClassContainerSelectorResolver(AuditClass::isOne)
                .addSelectorResolver(context -> new AuditSelectorResolver(
                        options(context.getDiscoveryRequest().getConfigurationParameters()),
                        context.getIssueReporter(),
                        context.getClassNameFilter()))
                .build();
    }

    private Options options(ConfigurationParameters parameters) {
        return new Options(parameters, environment);
    }

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
        var tooOld = PlatformTooOld.words(request);
        if (tooOld.isPresent()) {
            return PlatformTooOld.refuse(tooOld.get(), request, uniqueId);
        }
        var root = new PosternEngineDescriptor(uniqueId);
        resolver.resolve(request, root);
        root.audits().forEach(AuditDescriptor::removeUnwanted);
        return root;
    }

    @Override
    protected PosternContext createExecutionContext(ExecutionRequest request) {
        var classes = audits(request).stream()
                .flatMap(audit -> audit.testClass().stream())
                .toList();
        return new PosternContext(
                request.getEngineExecutionListener(),
                new Execution(new StartedTargets(classes), Cancellation.of(request)),
                Optional.empty());
    }

    @Override
    protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
        var parallelism = options(request.getConfigurationParameters())
                .parallelism()
                .orElseGet(() -> audits(request).stream()
                        .mapToInt(audit -> audit.plan().target().limits().concurrency())
                        .max()
                        .orElse(1));
        return new ForkJoinPoolHierarchicalTestExecutorService(new FixedParallelism(parallelism));
    }

    private static List<AuditDescriptor> audits(ExecutionRequest request) {
        return ((PosternEngineDescriptor) request.getRootTestDescriptor()).audits();
    }
}

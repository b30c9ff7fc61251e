package dev.postern.engine;

import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.Plan;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.plan.CheckCatalogue;
import dev.postern.run.AuditRun;
import dev.postern.target.TargetFile;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** One audit: starts the target where it must, opens the run, and closes it with its reports. */
final class AuditDescriptor extends AbstractTestDescriptor implements Node<PosternContext> {

    private final AuditDefinition definition;
    private final Plan plan;
    private final CheckCatalogue catalogue;
    private boolean selectedWhole;
    private Thread shutdownHook;

    AuditDescriptor(
            UniqueId uniqueId, AuditDefinition definition, Plan plan, CheckCatalogue catalogue, TestSource source) {
        super(uniqueId, definition.name(), source);
        this.definition = definition;
        this.plan = plan;
        this.catalogue = catalogue;
        plan.controls().forEach(control -> addChild(new ControlDescriptor(getUniqueId(), plan, control)));
    }

    Plan plan() {
        return plan;
    }

    void selectWhole() {
        selectedWhole = true;
    }

    boolean isSelectedWhole() {
        return selectedWhole;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return ExecutionMode.CONCURRENT;
    }

    @Override
    public PosternContext before(PosternContext context) throws Exception {
        var loaded = TargetFile.load(definition.targetFile(), System::getenv, TargetFile.Secrets.REQUIRED);
        var address = definition.testClass().flatMap(AuditDescriptor::start);
        var target = address.map(loaded.target()::at).orElse(loaded.target());
        var run = AuditRun.start(new AuditRun.Settings(
                plan,
                target,
                loaded.secrets(),
                catalogue::find,
                context.options().gate(),
                listeners(),
                context.options().output().resolve(definition.name()),
                Version.current()));
        shutdownHook = new Thread(run::interrupt, "postern-shutdown");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        return context.within(run);
    }

    /** Runs a static method, so that the application is up before the first request. */
    private static Optional<URI> start(Class<?> testClass) {
        var starters =
                AnnotationSupport.findAnnotatedMethods(testClass, TargetUnderTest.class, HierarchyTraversalMode.TOP_DOWN);
        if (starters.isEmpty()) {
            return Optional.empty();
        }
        if (ReflectionSupport.invokeMethod(starters.get(0), null) instanceof URI uri) {
            return Optional.of(uri);
        }
        throw new IllegalStateException("@TargetUnderTest " + starters.get(0).getName() + " must return a java.net.URI");
    }

    private static List<AuditListener> listeners() {
        return ServiceLoader.load(AuditListener.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(AuditListener::order))
                .toList();
    }

    @Override
    public void after(PosternContext context) {
        context.run().ifPresent(run -> {
            var finished = run.finish();
            forgetShutdownHook();
            publish(context, PosternTestEngine.GATE, finished.audit().gate().passed() ? "passed" : "failed");
            publish(
                    context,
                    PosternTestEngine.REPORTS,
                    context.options().output().resolve(definition.name()).toString());
            finished.problems().forEach(problem -> publish(context, PosternTestEngine.PROBLEM, problem));
        });
    }

    private void forgetShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            return; // the process is ending already, and the hook has done its work
        }
    }

    private void publish(PosternContext context, String key, String value) {
        context.listener().reportingEntryPublished(this, ReportEntry.from(key, value));
    }
}

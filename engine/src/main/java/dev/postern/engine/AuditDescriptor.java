package dev.postern.engine;

import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.Plan;
import dev.postern.plan.CheckCatalogue;
import dev.postern.run.AuditRun;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
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
        super(uniqueId, displayName(definition), source);
        this.definition = definition;
        this.plan = plan;
        this.catalogue = catalogue;
        plan.controls().forEach(control -> addChild(new ControlDescriptor(getUniqueId(), plan, control)));
    }

    /** The whole class name: Surefire takes what it writes as {@code classname} of the cases from here. */
    private static String displayName(AuditDefinition definition) {
        return definition.testClass().map(Class::getName).orElse(definition.name());
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
        // first of all: it may write files that the target file names, such as a key made for this test
        var address = definition.starter().map(AuditDescriptor::start);
        var loaded = load();
        var run = AuditRun.start(new AuditRun.Settings(
                address.map(plan::at).orElse(plan), // reports name the address that was audited
                address.map(loaded.target()::at).orElse(loaded.target()),
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

    private TargetFile.Loaded load() {
        try {
            return definition.load(TargetFile.Secrets.REQUIRED);
        } catch (InvalidFileException e) {
            throw new AuditFailure(e.getMessage()); // a mistake of the user's needs no stack trace
        }
    }

    /** Runs a static method, so that the application is up before the first request. */
    private static URI start(Method starter) {
        if (ReflectionSupport.invokeMethod(starter, null) instanceof URI uri && uri.getHost() != null) {
            var text = uri.toString();
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        }
        throw new AuditFailure(
                "@TargetUnderTest " + starter.getName() + "() must return the URI at which the application answers");
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
            // the process is ending, and the hook runs or has run
        }
    }

    private void publish(PosternContext context, String key, String value) {
        context.listener().reportingEntryPublished(this, ReportEntry.from(key, value));
    }
}

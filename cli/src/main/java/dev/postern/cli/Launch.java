package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.engine.Options;
import dev.postern.engine.PosternTestEngine;
import dev.postern.gate.GateSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One audit through the JUnit Platform Launcher, as a build tool would run it.
 *
 * @param only ids of checks to run, with wildcards; all where there is none
 * @param output below it the audit has a folder of its own
 * @param gate what the gate is lenient with
 * @param parallelism cases that run at once; the target file's number unless given
 */
record Launch(AuditDefinition definition, List<String> only, Path output, GateSettings gate, OptionalInt parallelism) {

    /** JUnit logs what it finds doubtful; the command has said it already, in its own words. Held, lest it be collected. */
    private static final Logger JUNIT = Logger.getLogger("org.junit.platform.launcher");

    static {
        JUNIT.setLevel(Level.OFF);
    }

    /**
     * Runs it to its end.
     *
     * @param err is told what kept a report from being written
     * @return whether the gate passed
     * @throws IllegalStateException where the audit could not be run, or not all of it
     */
    boolean run(PrintWriter err) {
        var watch = new GateWatch(err);
        launcher().execute(request(), watch);
        return watch.passed();
    }

    private LauncherDiscoveryRequest request() {
        var parameters = new HashMap<String, String>();
        parameters.put(Options.CHECKLIST, String.join(",", definition.checklists()));
        definition.baseUrl().ifPresent(url -> parameters.put(Options.BASE_URL, url.toString()));
        definition.attestations().ifPresent(file -> parameters.put(Options.ATTESTATIONS, file.toString()));
        parameters.put(Options.OUTPUT, output.toString());
        parameters.put(Options.ONLY, String.join(",", only));
        parameters.putAll(gate.toOptions());
        parallelism.ifPresent(n -> parameters.put(Options.PARALLELISM, String.valueOf(n)));
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectFile(definition.targetFile().toString()))
                .configurationParameters(parameters)
                .build();
    }

    /** Postern's engine and nothing else that may be on the class path. */
    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new PosternTestEngine())
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build());
    }

    /** What the engine reports of the gate. */
    private static final class GateWatch implements TestExecutionListener {
        private final PrintWriter err;
        private volatile Optional<String> gate = Optional.empty();
        private volatile Optional<Throwable> error = Optional.empty();

        GateWatch(PrintWriter err) {
            this.err = err;
        }

        boolean passed() {
            error.ifPresent(cause -> {
                throw new IllegalStateException("the audit could not be run: " + cause.getMessage(), cause);
            });
            return gate.orElseThrow(() -> new IllegalStateException("the audit ended without a verdict"))
                    .equals("passed");
        }

        @Override
        public void reportingEntryPublished(TestIdentifier identifier, ReportEntry entry) {
            Map<String, String> values = entry.getKeyValuePairs();
            gate = Optional.ofNullable(values.get(PosternTestEngine.GATE)).or(() -> gate);
            Optional.ofNullable(values.get(PosternTestEngine.PROBLEM))
                    .ifPresent(problem -> err.println("warning: " + problem));
        }

        /** A verdict is an assertion error of a test, or of the audit once its gate was judged; all else is an error. */
        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            result.getThrowable()
                    .filter(thrown -> result.getStatus() == TestExecutionResult.Status.FAILED)
                    .filter(thrown ->
                            !(thrown instanceof AssertionError) || (identifier.isContainer() && gate.isEmpty()))
                    .ifPresent(thrown -> error = Optional.of(thrown));
        }
    }
}

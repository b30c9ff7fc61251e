package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.engine.Options;
import dev.postern.engine.PosternTestEngine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one audit through the JUnit Platform Launcher, as a build tool would. */
record Launch(LauncherDiscoveryRequest request) {

    static Launch of(
            AuditDefinition definition,
            List<String> only,
            Path output,
            boolean allowInconclusive,
            OptionalInt parallelism) {
        var parameters = new HashMap<String, String>();
        parameters.put(Options.CHECKLIST, definition.checklist());
        definition.attestations().ifPresent(file -> parameters.put(Options.ATTESTATIONS, file.toString()));
        parameters.put(Options.OUTPUT, output.toString());
        parameters.put(Options.ONLY, String.join(",", only));
        parameters.put(Options.INCONCLUSIVE_ALLOWED, String.valueOf(allowInconclusive));
        parallelism.ifPresent(n -> parameters.put(Options.PARALLELISM, String.valueOf(n)));
        return new Launch(LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectFile(definition.targetFile().toFile()))
                .configurationParameters(parameters)
                .build());
    }

    /** Whether the gate passed; errors are printed. */
    boolean run() {
        var watch = new GateWatch();
        var config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new PosternTestEngine())
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        LauncherFactory.create(config).execute(request, watch);
        if (watch.error() != null) {
            throw new IllegalStateException(
                    "the audit could not be run: " + watch.error().getMessage(), watch.error());
        }
        return watch.passed();
    }

    /** What the engine reports of the gate. */
    private static final class GateWatch implements TestExecutionListener {
        private volatile boolean passed;
        private volatile Throwable error;

        boolean passed() {
            return passed;
        }

        /** What kept the audit from being run; null where nothing did. */
        Throwable error() {
            return error;
        }

        @Override
        public void reportingEntryPublished(TestIdentifier identifier, ReportEntry entry) {
            Map<String, String> values = entry.getKeyValuePairs();
            if (values.containsKey(PosternTestEngine.GATE)) {
                passed = values.get(PosternTestEngine.GATE).equals("passed");
            }
            if (values.containsKey(PosternTestEngine.PROBLEM)) {
                System.err.println(values.get(PosternTestEngine.PROBLEM));
            }
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (identifier.isContainer()) {
                result.getThrowable().ifPresent(thrown -> error = thrown);
            }
        }
    }
}

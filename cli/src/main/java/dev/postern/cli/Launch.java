package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.engine.Options;
import dev.postern.engine.PosternTestEngine;
import dev.postern.engine.RecordedAudit;
import dev.postern.gate.GateSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * @param targetFile the target file
 * @param options what it is told beside that, by the names of JUnit parameters
 */
record Launch(Path targetFile, Map<String, String> options) {

    /** JUnit logs what it finds doubtful; the command has said it already, in its own words. Held, lest it be collected. */
    private static final Logger JUNIT = Logger.getLogger("org.junit.platform.launcher");

    static {
        JUNIT.setLevel(Level.OFF);
    }

    /**
     * A new audit.
     *
     * @param only ids of checks to run, with wildcards; all where there is none
     * @param output below it the audit has a folder of its own
     * @param gate what the gate is lenient with
     * @param parallelism cases that run at once; the target file's number unless given
     */
    static Launch of(
            AuditDefinition definition, List<String> only, Path output, GateSettings gate, OptionalInt parallelism) {
        var options = new LinkedHashMap<String, String>();
        options.put(Options.CHECKLIST, String.join(",", definition.checklists()));
        definition.baseUrl().ifPresent(url -> options.put(Options.BASE_URL, url.toString()));
        definition.attestations().ifPresent(file -> options.put(Options.ATTESTATIONS, file.toString()));
        options.put(Options.OUTPUT, output.toString());
        options.put(Options.ONLY, String.join(",", only));
        options.putAll(gate.toOptions());
        parallelism.ifPresent(n -> options.put(Options.PARALLELISM, String.valueOf(n)));
        return new Launch(definition.targetFile(), options);
    }

    /** One that was stopped, and goes on. */
    static Launch again(RecordedAudit recorded, Path output) {
        var options = new LinkedHashMap<>(recorded.options());
        options.put(Options.OUTPUT, output.toString());
        options.put(Options.RESUME, "true");
        return new Launch(recorded.definition().targetFile(), options);
    }

    /**
     * Runs it to its end.
     *
     * @param err is told what kept a report from being written
     * @return the exit status
     * @throws InputException if the audit could not be run, for a reason that the user can mend
     * @throws UncheckedIOException if its folder could not be written
     * @throws IllegalStateException where the audit could not be run for another reason, or not all of it
     */
    int run(PrintWriter err) {
        var watch = new GateWatch();
        launcher().execute(request(), watch);
        return status(watch.passed(), watch.problems(), err);
    }

    /**
     * The exit status of an audit that has ended; what kept a report from being written is told.
     *
     * @param problems one sentence each
     */
    static int status(boolean passed, List<String> problems, PrintWriter err) {
        if (!problems.isEmpty()) {
            err.println("postern: not all of the audit could be written down: " + String.join("; ", problems));
            err.flush();
            return Postern.INTERNAL_ERROR;
        }
        return passed ? Postern.PASSED : Postern.FAILED;
    }

    /** What went wrong with a file, in words. */
    static String words(IOException e) {
        return "the audit cannot be written down: " + e.getMessage();
    }

    private LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectFile(targetFile.toString()))
                .configurationParameters(options)
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
        private final List<String> problems = new CopyOnWriteArrayList<>();
        private volatile Optional<String> gate = Optional.empty();
        private volatile Optional<Throwable> error = Optional.empty();

        boolean passed() {
            error.ifPresent(cause -> {
                if (cause instanceof AssertionError) { // written for the user
                    throw new InputException(cause.getMessage());
                }
                if (cause instanceof UncheckedIOException unwritten) {
                    throw unwritten;
                }
                throw new IllegalStateException("the audit could not be run: " + cause.getMessage(), cause);
            });
            return gate.orElseThrow(() -> new IllegalStateException("the audit ended without a verdict"))
                    .equals("passed");
        }

        List<String> problems() {
            return List.copyOf(problems);
        }

        @Override
        public void reportingEntryPublished(TestIdentifier identifier, ReportEntry entry) {
            Map<String, String> values = entry.getKeyValuePairs();
            gate = Optional.ofNullable(values.get(PosternTestEngine.GATE)).or(() -> gate);
            Optional.ofNullable(values.get(PosternTestEngine.PROBLEM)).ifPresent(problems::add);
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

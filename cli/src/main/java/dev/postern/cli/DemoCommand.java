package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.gate.GateSettings;
import dev.postern.samples.OrdersApi;
import dev.postern.samples.Weakness;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern demo}: the main job, on targets that Postern brings along. */
@Command(
        name = "demo",
        description = "Audits two sample APIs on this machine: a hardened one, and one with three weaknesses.",
        mixinStandardHelpOptions = true,
        versionProvider = Postern.VersionLine.class)
final class DemoCommand implements Callable<Integer> {

    private static final String CHECKLIST = "api-authentication-essentials";
    /** What the second API gets wrong. */
    static final List<Weakness> WEAKNESSES = List.of(
            Weakness.ALG_NONE_HONOURED, Weakness.TENANT_IN_PATH_NOT_COMPARED, Weakness.USED_REFRESH_TOKEN_WORKS);

    private static final String CONSOLE = "postern.console";

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "postern-reports",
            description = "Where the reports go. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFolder.makeReady(output);
        var out = spec.commandLine().getOut();
        say(out, "Postern tries every door of an HTTP API and writes down, with proof, which ones held.");
        say(out, "Here it audits a sample API on this machine twice; each audit takes about ten seconds.");
        say(out, "");
        say(out, "1 of 2: the API with all its defences. The gate should pass.");
        boolean hardenedPassed;
        try (var api = OrdersApi.hardened()) {
            hardenedPassed = audit(api, "hardened");
        }
        say(out, "");
        say(out, "2 of 2: the same API with three weaknesses of real servers. The gate should fail.");
        boolean weakenedPassed;
        try (var api = OrdersApi.weakenedBy(WEAKNESSES.toArray(Weakness[]::new))) {
            weakenedPassed = audit(api, "weakened");
        }
        say(out, "");
        var asExpected = hardenedPassed && !weakenedPassed;
        say(
                out,
                asExpected
                        ? "The hardened API passed and the weakened one did not, as it should be."
                        : "This is not what the demo should show: the hardened API must pass, the weakened one fail.");
        say(out, "Every request and answer, and what each proves, is in the reports. Open in a browser:");
        for (var name : List.of("hardened", "weakened")) {
            say(out, "  " + report(name));
        }
        say(out, "Next: \"postern init openapi.yaml\" writes a target file for your own API, see docs/target-file.md.");
        return asExpected ? Postern.PASSED : Postern.FAILED;
    }

    private Path report(String name) {
        return output.resolve(name).resolve("report.html").toAbsolutePath().normalize();
    }

    /** At once: the reporter writes to the same place, past this writer. */
    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private boolean audit(OrdersApi api, String name) throws IOException {
        var folder = Files.createTempDirectory("postern-demo");
        var console = Optional.ofNullable(System.getProperty(CONSOLE));
        System.setProperty(CONSOLE, console.orElse("brief"));
        try {
            var written = api.writeTargetFile(folder);
            var targetFile = Files.move(written, written.resolveSibling(name + ".yaml"));
            var definition = AuditDefinition.of(targetFile, CHECKLIST, Optional.empty());
            return Launch.of(definition, List.of(), output, GateSettings.STRICT, OptionalInt.empty())
                            .run(spec.commandLine().getErr())
                    == Postern.PASSED;
        } finally {
            if (console.isEmpty()) {
                System.clearProperty(CONSOLE);
            }
            delete(folder);
        }
    }

    /** The folder holds the sample's secrets, which end with it. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import dev.postern.samples.OrdersApi;
import dev.postern.samples.Weakness;
import java.io.IOException;
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
        description = "Audits two sample APIs on this machine: a hardened one, and one with several weaknesses.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String CHECKLIST = "api-authentication-essentials";

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
        var out = spec.commandLine().getOut();
        out.println("1 of 2: a hardened sample API. Every control should hold.");
        out.flush();
        boolean hardenedPassed;
        try (var api = OrdersApi.hardened()) {
            hardenedPassed = audit(api, "hardened");
        }
        out.println();
        out.println("2 of 2: the same API, weakened as real servers are. The gate should fail.");
        out.flush();
        boolean weakenedPassed;
        try (var api = OrdersApi.weakenedBy(
                Weakness.ALG_NONE_HONOURED, Weakness.TENANT_IN_PATH_NOT_COMPARED, Weakness.USED_REFRESH_TOKEN_WORKS)) {
            weakenedPassed = audit(api, "weakened");
        }
        out.println();
        var asExpected = hardenedPassed && !weakenedPassed;
        out.println(
                asExpected
                        ? "The hardened API passed and the weakened one did not, as it should be. Open in a browser:"
                        : "This is not what the demo should show: the hardened API must pass, the weakened one fail.");
        for (var name : List.of("hardened", "weakened")) {
            out.println("  " + output.resolve(name).resolve("report.html").toAbsolutePath());
        }
        out.println("Next: write a target file for your own API, see docs/target-file.md.");
        out.flush();
        return asExpected ? Postern.PASSED : Postern.FAILED;
    }

    private boolean audit(OrdersApi api, String name) throws IOException {
        var folder = Files.createTempDirectory("postern-demo");
        try {
            var written = api.writeTargetFile(folder);
            var targetFile = Files.move(written, written.resolveSibling(name + ".yaml"));
            var definition = AuditDefinition.of(targetFile, CHECKLIST, Optional.empty());
            return Launch.of(definition, List.of(), output, false, OptionalInt.empty())
                    .run();
        } finally {
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

package dev.postern.engine;

import dev.postern.gate.GateSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.platform.engine.ConfigurationParameters;

/** The configuration parameters of the engine; JUnit takes them from system properties and its own file too. */
public record Options(ConfigurationParameters parameters) {

    /** Checklist for target files that are selected as files. */
    public static final String CHECKLIST = "postern.checklist";
    /** Attestation file for target files that are selected as files. */
    public static final String ATTESTATIONS = "postern.attestations";
    /** Folder below which each audit has its reports. */
    public static final String OUTPUT = "postern.output";
    /** Ids of checks to run, with wildcards, separated by commas. */
    public static final String ONLY = "postern.only";
    /** Cases that run at once; the target's {@code limits.concurrency} unless given. */
    public static final String PARALLELISM = "postern.parallelism";
    /** {@code true} lets INCONCLUSIVE cases through the gate. */
    public static final String INCONCLUSIVE_ALLOWED = GateSettings.INCONCLUSIVE_ALLOWED;

    String checklist() {
        return parameters.get(CHECKLIST).orElse("api-authentication-essentials");
    }

    Optional<String> attestations() {
        return parameters.get(ATTESTATIONS).filter(s -> !s.isEmpty());
    }

    List<String> only() {
        return parameters.get(ONLY).stream()
                .flatMap(s -> Arrays.stream(s.split(",")))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /**
     * How many cases run at once, if that is given.
     *
     * @throws IllegalArgumentException where it is no number from 1 on
     */
    OptionalInt parallelism() {
        return parameters
                .get(PARALLELISM, Options::positive)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private static int positive(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(PARALLELISM + "=" + text + ": write a number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    /**
     * What the gate is lenient with.
     *
     * @throws IllegalArgumentException with all that is wrong with its options
     */
    GateSettings gate() {
        return GateSettings.of(parameters::get);
    }

    Path output() {
        return parameters
                .get(OUTPUT)
                .map(Path::of)
                .orElseGet(() -> Files.isDirectory(Path.of("target"))
                        ? Path.of("target", "postern")
                        : Path.of("postern-reports"));
    }
}

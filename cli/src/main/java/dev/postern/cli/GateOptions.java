package dev.postern.cli;

import dev.postern.gate.GateSettings;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What the gate should be lenient with. */
final class GateOptions {

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "The lowest severity that breaks the gate: critical, high, medium, low, info. Default: low.")
    private String failOn;

    @Option(names = "--allow-inconclusive", description = "Let cases through the gate that could not be decided.")
    private boolean allowInconclusive;

    @Option(
            names = "--max-uncovered",
            paramLabel = "N",
            description = "How many controls may be uncovered. Default: any number.")
    private String maxUncovered;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Known findings, which do not break the gate; 'postern baseline' writes the file.")
    private String baseline;

    @Option(names = "--waivers", paramLabel = "FILE", description = "Findings that somebody accepts until a date.")
    private String waivers;

    /**
     * The options as settings.
     *
     * @throws InputException where one makes no sense
     */
    GateSettings settings() {
        try {
            return new GateSettings(
                    failOn == null ? GateSettings.USUAL_THRESHOLD : GateSettings.severity("--fail-on ", failOn),
                    allowInconclusive,
                    maxUncovered == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(GateSettings.number("--max-uncovered ", maxUncovered)),
                    Optional.ofNullable(baseline),
                    Optional.ofNullable(waivers));
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage());
        }
    }
}

package dev.postern.cli;

import dev.postern.engine.AuditDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to audit, and against what: shared by {@code audit} and {@code plan}. */
final class PlanOptions {

    @Parameters(paramLabel = "TARGET", description = "The target file, e.g. orders-api.yaml.")
    private Path target;

    @Option(
            names = "--checklist",
            paramLabel = "NAME",
            defaultValue = "api-authentication-essentials",
            description = "A built-in checklist or a file. Default: ${DEFAULT-VALUE}.")
    private String checklist;

    @Option(
            names = "--attestations",
            paramLabel = "FILE",
            description = "Who attests the controls that no request can verify.")
    private Path attestations;

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "Run only these checks; wildcards as in 'jwt.*'.")
    private List<String> only = List.of();

    AuditDefinition definition() {
        return AuditDefinition.of(target, checklist, Optional.ofNullable(attestations));
    }

    List<String> only() {
        return only;
    }
}

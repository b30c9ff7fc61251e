package dev.postern.cli;

import dev.postern.api.audit.Plan;
import dev.postern.engine.AuditDefinition;
import dev.postern.engine.GatedPlan;
import dev.postern.gate.GateSettings;
import dev.postern.yaml.Words;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to audit, and against what: shared by {@code audit} and {@code plan}. */
final class PlanOptions {

    @Parameters(paramLabel = "TARGET", description = "The target file, e.g. orders-api.yaml.")
    private String target;

    @Option(
            names = "--checklist",
            paramLabel = "NAME",
            defaultValue = "api-authentication-essentials",
            description = "A built-in checklist or a file; several with commas between. Default: ${DEFAULT-VALUE}.")
    private String checklist;

    @Option(
            names = "--attestations",
            paramLabel = "FILE",
            description = "Who attests the controls that no request can verify.")
    private Path attestations;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the target answers, in place of the target file's baseUrl.")
    private String baseUrl;

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "Run only these checks; wildcards as in 'jwt.*'.")
    private List<String> only;

    /**
     * Where the audit comes from; nothing is read yet.
     *
     * @throws InputException where the target cannot be a target file
     */
    AuditDefinition definition() {
        if (only != null && only.stream().allMatch(String::isBlank)) {
            throw new InputException("--only names no check: write ids with commas between, such as --only 'jwt.*'");
        }
        return AuditDefinition.of(targetFile(target), checklist, Optional.ofNullable(attestations))
                .at(Optional.ofNullable(baseUrl).map(PlanOptions::baseUrl));
    }

    /**
     * The address that an option gives.
     *
     * @throws InputException where it is no http or https URL
     */
    static URI baseUrl(String url) {
        try {
            return AuditDefinition.baseUrl(url);
        } catch (IllegalArgumentException e) {
            throw new InputException("--base-url: " + e.getMessage());
        }
    }

    /**
     * The path of a target file.
     *
     * @throws InputException where the text cannot be one
     */
    static Path targetFile(String target) {
        var lower = target.toLowerCase(Locale.ROOT);
        if (Stream.of(".yaml", ".yml", ".json").noneMatch(lower::endsWith)) {
            throw new InputException(Words.quote(target) + " is no target file: its name must end in .yaml or .json");
        }
        try {
            return Path.of(target);
        } catch (InvalidPathException e) {
            throw new InputException(Words.quote(target) + " is no path");
        }
    }

    /**
     * The plan. What is dubious in the target file is told on the way.
     *
     * @throws dev.postern.yaml.InvalidFileException where a file is wrong
     * @throws dev.postern.engine.UnknownCheckException where {@code --only} names no check of the checklist
     */
    Plan plan(AuditDefinition definition, PrintWriter err) {
        return plan(definition, GateSettings.STRICT, err);
    }

    /**
     * The plan, after the files that the gate needs were read too. What is dubious in any of the files is told on the
     * way.
     *
     * @throws dev.postern.yaml.InvalidFileException where a file is wrong
     * @throws dev.postern.engine.UnknownCheckException where {@code --only} names no check of the checklist
     */
    Plan plan(AuditDefinition definition, GateSettings gate, PrintWriter err) {
        return GatedPlan.of(definition, gate, only(), warning -> err.println("warning: " + warning))
                .plan();
    }

    List<String> only() {
        return only == null ? List.of() : only;
    }
}

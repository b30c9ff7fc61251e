package dev.postern.engine;

import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Verdict;
import dev.postern.checklist.Attestations;
import dev.postern.checklist.Checklists;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.target.TargetFile;
import dev.postern.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where an audit comes from.
 *
 * @param name name of the audit, and of its folder of reports
 * @param targetFile the target file
 * @param checklist a built-in checklist or a file
 * @param attestations the attestation file
 * @param testClass the annotated class, where there is one
 */
public record AuditDefinition(
        String name, Path targetFile, String checklist, Optional<Path> attestations, Optional<Class<?>> testClass) {

    /** The audit of a target file that is selected as a file; its name is that of the file. */
    public static AuditDefinition of(Path targetFile, String checklist, Optional<Path> attestations) {
        var name = targetFile.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return new AuditDefinition(name, targetFile, checklist, attestations, Optional.empty());
    }

    /**
     * The plan. Secrets need not be there yet: planning is done often, and sends nothing.
     *
     * @param only ids of checks to plan, with wildcards; all where it is empty
     * @throws dev.postern.yaml.InvalidFileException where a file is wrong
     * @throws UnknownCheckException where one of the ids leads to no check of the checklist
     */
    public Plan plan(CheckCatalogue catalogue, List<String> only) {
        var target =
                TargetFile.load(targetFile, System::getenv, TargetFile.Secrets.OPTIONAL).target();
        var list = new WantedChecks(only).of(Checklists.load(checklist, catalogue.ids()), catalogue.ids());
        return new Planner(target, catalogue, attestation()).plan(name, list);
    }

    /**
     * Makes sure that all secrets are there, before anything is started.
     *
     * @throws dev.postern.yaml.InvalidFileException where one is missing
     */
    public void requireSecrets() {
        TargetFile.load(targetFile, System::getenv, TargetFile.Secrets.REQUIRED);
    }

    /**
     * What the user should know of the target file, though it can be used. Secrets need not be there yet.
     *
     * @throws dev.postern.yaml.InvalidFileException where the target file is wrong
     */
    public List<Problem> warnings() {
        return TargetFile.load(targetFile, System::getenv, TargetFile.Secrets.OPTIONAL)
                .warnings();
    }

    private Function<Control, Verdict> attestation() {
        var attested = attestations.map(Attestations::load);
        return control -> attested.map(a -> a.verdict(control)).orElseGet(() -> Planner.notAttested(control));
    }
}

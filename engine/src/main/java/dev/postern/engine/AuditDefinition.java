package dev.postern.engine;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Verdict;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.checklist.Attestations;
import dev.postern.checklist.Checklists;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Where an audit comes from.
 *
 * @param name name of the audit, and of its folder of reports
 * @param targetFile the target file
 * @param checklist a built-in checklist by its name, {@code classpath:name.yaml}, or a file
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
     * @param doubts is told what the user should know of the target file, though it can be used
     * @throws InvalidFileException where files are wrong, with all problems of all of them
     * @throws UnknownCheckException where one of the ids leads to no check of the checklist
     */
    public Plan plan(CheckCatalogue catalogue, List<String> only, Consumer<Problem> doubts) {
        var problems = new ArrayList<Problem>();
        var loaded = read(problems, () -> load(TargetFile.Secrets.OPTIONAL));
        var list = read(problems, () -> new WantedChecks(only).of(loadChecklist(catalogue.ids()), catalogue.ids()));
        var attestation = read(problems, this::attestation);
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        var plan = new Planner(loaded.orElseThrow().target(), catalogue, attestation.orElseThrow())
                .plan(name, list.orElseThrow());
        loaded.orElseThrow().warnings().forEach(doubts);
        return plan;
    }

    /** Goes on after a file that is wrong, so that the user is told of all of them at once. */
    static <T> Optional<T> read(List<Problem> problems, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (InvalidFileException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private Checklist loadChecklist(Set<String> checks) {
        return checklist.startsWith(Resources.PREFIX)
                ? Checklists.load(Resources.located(checklist), checks)
                : Checklists.load(checklist, checks);
    }

    /**
     * The target file. It may lack {@code baseUrl} where the test class starts the application.
     *
     * @throws InvalidFileException where it is wrong
     */
    TargetFile.Loaded load(TargetFile.Secrets mode) {
        return TargetFile.load(
                targetFile,
                System::getenv,
                mode,
                starter().isPresent() ? TargetFile.Address.APPLICATION : TargetFile.Address.FILE);
    }

    /** The method of the test class that starts the application. */
    Optional<Method> starter() {
        return testClass.flatMap(type ->
                AnnotationSupport.findAnnotatedMethods(type, TargetUnderTest.class, HierarchyTraversalMode.TOP_DOWN)
                        .stream()
                        .findFirst());
    }

    /**
     * Makes sure that all secrets are there, before anything is started.
     *
     * @throws InvalidFileException where one is missing
     */
    public void requireSecrets() {
        load(TargetFile.Secrets.REQUIRED);
    }

    private Function<Control, Verdict> attestation() {
        var attested = attestations.map(Attestations::load);
        return control -> attested.map(a -> a.verdict(control)).orElseGet(() -> Planner.notAttested(control));
    }
}

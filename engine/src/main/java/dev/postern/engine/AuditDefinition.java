package dev.postern.engine;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Verdict;
import dev.postern.api.target.Obtain;
import dev.postern.checklist.Attestations;
import dev.postern.checklist.Checklists;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.target.TargetFile;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where an audit comes from.
 *
 * @param name name of the audit, for readers
 * @param folder name of its folder of reports
 * @param targetFile the target file
 * @param checklists built-in checklists by their names, {@code classpath:name.yaml}, or files; read as one
 * @param attestations the attestation file
 * @param testClass the annotated class, where there is one
 * @param baseUrl where the target answers, if neither its file nor the class is to say so
 * @param supplied names of identities whose credentials are the matter of code that is not there: for an audit that is only
 *     reported on
 */
public record AuditDefinition(
        String name,
        String folder,
        Path targetFile,
        List<String> checklists,
        Optional<Path> attestations,
        Optional<Class<?>> testClass,
        Optional<URI> baseUrl,
        Set<String> supplied) {

    /** Keeps immutable copies. */
    public AuditDefinition {
        checklists = List.copyOf(checklists);
        supplied = Set.copyOf(supplied);
    }

    /**
     * The audit of a target file that is selected as a file; its name is that of the file.
     *
     * @param checklist one or several, separated by commas
     */
    public static AuditDefinition of(Path targetFile, String checklist, Optional<Path> attestations) {
        return of(targetFile, List.of(checklist.split(",", -1)), attestations);
    }

    private static AuditDefinition of(Path targetFile, List<String> checklists, Optional<Path> attestations) {
        var name = nameOf(targetFile.getFileName().toString());
        return new AuditDefinition(
                name, name, targetFile, checklists, attestations, Optional.empty(), Optional.empty(), Set.of());
    }

    /**
     * The audit of a target file that is selected as a file.
     *
     * @throws IllegalArgumentException where a file that an option names is not there
     */
    static AuditDefinition of(String targetFile, Options options) {
        return of(Resources.located(targetFile), options.checklists(), options.file(Options.ATTESTATIONS))
                .at(options.baseUrl());
    }

    /**
     * The audit of one of the target files of a class.
     *
     * @param label tells it from the others; empty where it is the only one
     * @throws IllegalArgumentException where a file that the class names is not there
     */
    static AuditDefinition of(AuditClass of, String targetFile, String label, Options options) {
        return new AuditDefinition(
                of.type().getSimpleName() + (label.isEmpty() ? "" : " (" + label + ")"),
                of.folder() + (label.isEmpty() ? "" : "-" + label),
                Resources.located(targetFile),
                options.checklists(),
                options.file(Options.ATTESTATIONS),
                Optional.of(of.type()),
                options.baseUrl(),
                Set.of());
    }

    /** What tells target files of one class apart, in names and folders: their names, or all of their paths. */
    static Map<String, String> labels(List<String> targetFiles) {
        var labels = new LinkedHashMap<String, String>();
        if (targetFiles.size() > 1) {
            targetFiles.forEach(place -> labels.put(place, nameOf(place.replaceFirst(".*[/\\\\:]", ""))));
            if (Set.copyOf(labels.values()).size() < labels.size()) {
                labels.replaceAll((place, label) -> nameOf(place));
            }
            labels.replaceAll((place, label) -> label.replaceAll("[^A-Za-z0-9._-]+", "-"));
        } else {
            targetFiles.forEach(place -> labels.put(place, ""));
        }
        return labels;
    }

    private static String nameOf(String file) {
        return file.replaceFirst("(?i)\\.(ya?ml|json)$", "");
    }

    /**
     * An address to which paths of operations can be appended, without a slash at its end.
     *
     * @throws IllegalArgumentException where it is no such address; the message does not show it, as it may hold a
     *     password
     */
    public static URI baseUrl(String url) {
        try {
            return Addresses.baseUrl(new URI(url)).orElseThrow(() -> new IllegalArgumentException(Addresses.REMEDY));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(Addresses.REMEDY, e);
        }
    }

    /** The same audit of a target that answers elsewhere. */
    public AuditDefinition at(Optional<URI> otherBaseUrl) {
        return new AuditDefinition(
                name, folder, targetFile, checklists, attestations, testClass, otherBaseUrl, supplied);
    }

    /** The same audit by another name for readers. */
    AuditDefinition named(String other) {
        return new AuditDefinition(other, folder, targetFile, checklists, attestations, testClass, baseUrl, supplied);
    }

    /** The same audit, only to be reported on, without the code that gives the credentials of these identities. */
    AuditDefinition supplied(Set<String> identities) {
        return new AuditDefinition(name, folder, targetFile, checklists, attestations, testClass, baseUrl, identities);
    }

    /**
     * The plan, made anew only where a file has changed since. Secrets need not be there yet: planning is done often,
     * and sends nothing.
     *
     * @param only ids of checks to plan, with wildcards; all where it is empty
     * @param doubts is told what the user should know of the target file, though it can be used
     * @throws InvalidFileException where files are wrong, with all problems of all of them
     * @throws UnknownCheckException where one of the ids leads to no check of the checklist
     */
    public Plan plan(List<String> only, Consumer<Problem> doubts) {
        var planned = Planned.of(this, only);
        planned.doubts().forEach(doubts);
        return planned.plan();
    }

    /** {@link #plan(List, Consumer)} with these checks, and always made anew. */
    public Plan plan(CheckCatalogue catalogue, List<String> only, Consumer<Problem> doubts) {
        var problems = new ArrayList<Problem>();
        var loaded = read(problems, () -> load(TargetFile.Secrets.OPTIONAL));
        var lists = checklists.stream()
                .flatMap(name -> read(problems, () -> load(name, catalogue)).stream())
                .toList();
        var whole = lists.size() < checklists.size()
                ? Optional.<Checklist>empty()
                : read(problems, () -> Checklists.merged(lists));
        var wanted = new WantedChecks(only);
        var list = whole.map(all -> wanted.of(all, catalogue.ids()));
        var attestation = read(problems, () -> attestation(whole));
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        var target = loaded.orElseThrow().target();
        var plan = new Planner(baseUrl.map(target::at).orElse(target), catalogue, attestation.orElseThrow())
                .plan(name, list.orElseThrow(), wanted::contains);
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

    private static Checklist load(String checklist, CheckCatalogue catalogue) {
        return checklist.startsWith(Resources.PREFIX)
                ? Checklists.load(Resources.located(checklist), catalogue.parameters())
                : Checklists.load(checklist, catalogue.parameters());
    }

    /**
     * The target file. It may lack {@code baseUrl} where the test class starts the application, and credentials where
     * the class gives them.
     *
     * @throws InvalidFileException where it is wrong
     */
    TargetFile.Loaded load(TargetFile.Secrets mode) {
        var code = new TargetFile.Code(
                baseUrl.isPresent() || starter().isPresent(),
                auditClass().map(AuditClass::credentials).orElseGet(this::absentCode));
        return TargetFile.load(targetFile, System::getenv, mode, code);
    }

    private Map<String, Obtain.Source> absentCode() {
        return supplied.stream().collect(Collectors.toMap(identity -> identity, identity -> target -> {
            throw new IllegalStateException("the class that gives it is not there");
        }));
    }

    Optional<AuditClass> auditClass() {
        return testClass.map(AuditClass::new);
    }

    /** The method of the test class that starts the application, where it is needed. */
    Optional<Method> starter() {
        return baseUrl.isPresent() ? Optional.empty() : auditClass().flatMap(AuditClass::starter);
    }

    /**
     * Makes sure that all secrets are there, before anything is started.
     *
     * @throws InvalidFileException where one is missing
     */
    public void requireSecrets() {
        load(TargetFile.Secrets.REQUIRED);
    }

    /**
     * The verdicts on manual controls.
     *
     * @param checklist all controls; empty if it could not be read
     * @throws InvalidFileException if the attestation file is wrong, or attests what the checklist does not ask for
     */
    private Function<Control, Verdict> attestation(Optional<Checklist> checklist) {
        var attested = attestations.map(Attestations::load);
        attested.ifPresent(file -> checklist
                .map(file::unasked)
                .filter(unasked -> !unasked.isEmpty())
                .ifPresent(unasked -> {
                    throw new InvalidFileException(unasked);
                }));
        return control -> attested.map(a -> a.verdict(control)).orElseGet(() -> Planner.notAttested(control));
    }
}

package dev.postern.cli;

import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.SecurityCheck;
import dev.postern.engine.AuditDefinition;
import dev.postern.engine.UnknownCheckException;
import dev.postern.engine.Version;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.run.SingleCase;
import dev.postern.run.SingleCase.UnknownAttemptException;
import dev.postern.target.TargetFile;
import dev.postern.yaml.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A case of a target file that the user named, ready to be tried. */
record ChosenCase(Plan plan, PlannedCase planned, TargetFile.Loaded loaded, SecurityCheck check) {

    private static final int MOST_LISTED = 30;

    /**
     * Finds a case.
     *
     * @param name the id of a case as reports show it, or the fingerprint of a finding
     * @throws InputException where there is no such case, or it cannot run
     */
    static ChosenCase of(AuditDefinition definition, String name) {
        var catalogue = CheckCatalogue.load();
        var loaded = load(definition);
        var plan = plan(definition, loaded, catalogue, name);
        var planned = plan.cases().stream()
                .filter(c -> c.id().equals(name)
                        || c.fingerprint(loaded.target().name()).equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(unknown(definition, plan, name)));
        planned.skip().ifPresent(verdict -> {
            throw new InputException(Words.quote(name) + " is not tried on this target: " + verdict.words());
        });
        return new ChosenCase(
                plan, planned, loaded, catalogue.find(planned.checkId()).orElseThrow());
    }

    /** The target file with its secrets, at the address that the definition names. */
    static TargetFile.Loaded load(AuditDefinition definition) {
        var loaded = TargetFile.load(
                definition.targetFile(),
                System::getenv,
                TargetFile.Secrets.REQUIRED,
                new TargetFile.Code(definition.baseUrl().isPresent(), Map.of()));
        return definition
                .baseUrl()
                .map(url -> new TargetFile.Loaded(loaded.target().at(url), loaded.secrets(), loaded.warnings()))
                .orElse(loaded);
    }

    /** That of the checklist, which may set limits; of a check that it does not name, the check alone. */
    private static Plan plan(
            AuditDefinition definition, TargetFile.Loaded loaded, CheckCatalogue catalogue, String name) {
        var check = name.contains("|") ? name.substring(0, name.indexOf('|')) : "";
        if (catalogue.find(check).isEmpty()) {
            return definition.plan(List.of(), doubt -> {});
        }
        try {
            return definition.plan(List.of(check), doubt -> {});
        } catch (UnknownCheckException e) {
            var control = new Control(check, check, "", List.of(), List.of(check), false);
            return new Planner(loaded.target(), catalogue, Planner::notAttested)
                    .plan(definition.name(), new Checklist(check, check, List.of(control)));
        }
    }

    private static String unknown(AuditDefinition definition, Plan plan, String name) {
        var ids = plan.cases().stream()
                .filter(c -> c.skip().isEmpty())
                .map(PlannedCase::id)
                .toList();
        var near = Words.nearest(name, ids).map(id -> "did you mean " + Words.quote(id) + "?");
        var list = ids.size() <= MOST_LISTED
                ? "known are:" + ids.stream().map(id -> "\n     " + id).collect(Collectors.joining())
                : "write an id as reports show it, such as '" + ids.get(0) + "'; \"postern plan\" shows what there is";
        return "no case of " + definition.targetFile() + " is " + Words.quote(name) + "\n   " + near.orElse(list);
    }

    /** Does something with the case; what that changes in the target is put back, also where the process is told to end. */
    <T> T during(Function<SingleCase, T> doing) {
        try (var single = SingleCase.open(plan, planned, loaded.target(), loaded.secrets(), check, Version.current())) {
            var atEnd = new Thread(single::close, "postern-shutdown");
            Runtime.getRuntime().addShutdownHook(atEnd);
            try {
                return doing.apply(single);
            } finally {
                Runtime.getRuntime().removeShutdownHook(atEnd);
            }
        }
    }

    /** What to say of an attempt that there is not. */
    static InputException unknown(Optional<String> attempt, UnknownAttemptException e) {
        var labels = e.labels();
        var near = attempt.flatMap(label -> Words.nearest(label, labels))
                .map(label -> "did you mean " + Words.quote(label) + "?");
        var list = Stream.concat(
                        labels.stream().limit(MOST_LISTED).map(label -> "\n     '" + label.replace("'", "'\\''") + "'"),
                        labels.size() > MOST_LISTED
                                ? Stream.of("\n     and " + (labels.size() - MOST_LISTED) + " more")
                                : Stream.empty())
                .collect(Collectors.joining());
        return new InputException(attempt.map(label -> "no attempt of the case is " + Words.quote(label))
                        .orElse("the case has " + labels.size() + " attempts: name one")
                + "\n   " + near.orElse("known are:" + list));
    }
}

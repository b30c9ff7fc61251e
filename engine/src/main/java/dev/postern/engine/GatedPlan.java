package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.gate.Gate;
import dev.postern.gate.GateSettings;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A plan, and the gate that will judge what becomes of it. */
public record GatedPlan(Plan plan, Gate gate) {

    /**
     * Reads all files that an audit needs.
     *
     * @param only ids of checks to plan, with wildcards; all where it is empty
     * @param doubts is told what the user should know of the files, though they can be used
     * @throws InvalidFileException where files are wrong, with all problems of all of them
     * @throws UnknownCheckException where one of the ids leads to no check of the checklist
     * @throws IllegalArgumentException where a file is not on the class path
     */
    public static GatedPlan of(
            AuditDefinition definition,
            GateSettings settings,
            CheckCatalogue catalogue,
            List<String> only,
            Consumer<Problem> doubts) {
        var problems = new ArrayList<Problem>();
        var plan = AuditDefinition.read(problems, () -> definition.plan(catalogue, only, doubts));
        var gate = AuditDefinition.read(problems, () -> settings.open(Resources::located, !only.isEmpty()));
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        gate.orElseThrow().doubts(plan.orElseThrow()).forEach(doubts);
        return new GatedPlan(plan.orElseThrow(), gate.orElseThrow());
    }
}

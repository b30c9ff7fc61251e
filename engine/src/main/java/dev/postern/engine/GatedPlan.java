package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.gate.Gate;
import dev.postern.gate.GateSettings;
import dev.postern.plan.CheckCatalogue;
import dev.postern.yaml.InvalidFileException;
import dev.postern.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A plan with the checks it was made of, and the gate that will judge what becomes of it.
 *
 * @param files what was read for the plan, by a digest of the content
 */
public record GatedPlan(Plan plan, CheckCatalogue catalogue, Gate gate, Map<Path, String> files) {

    private static final int NAMED = 8;

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
            AuditDefinition definition, GateSettings settings, List<String> only, Consumer<Problem> doubts) {
        var problems = new ArrayList<Problem>();
        var planned = AuditDefinition.read(problems, () -> Planned.of(definition, only));
        var gate = AuditDefinition.read(problems, () -> settings.open(Resources::located, !only.isEmpty()));
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        planned.orElseThrow().doubts().forEach(doubts);
        var plan = planned.orElseThrow().plan();
        gate.orElseThrow().doubts(plan).forEach(doubts);
        overBudget(plan).ifPresent(doubts);
        return new GatedPlan(
                plan,
                planned.orElseThrow().catalogue(),
                gate.orElseThrow(),
                planned.orElseThrow().files());
    }

    /** The estimate is the most that may be sent: whether the budget ends early shows on the way. */
    private static Optional<Problem> overBudget(Plan plan) {
        var beyond = plan.beyondBudget();
        if (beyond.isEmpty()) {
            return Optional.empty();
        }
        var checks = beyond.stream().map(PlannedCase::checkId).distinct().toList();
        var named = checks.stream().limit(NAMED).collect(Collectors.joining(", "));
        var more = checks.size() - NAMED;
        return Optional.of(new Problem(
                plan.target().file(),
                "the audit may send up to about " + plan.mostRequests() + " requests, and its budget is "
                        + plan.target().limits().requests() + "; grave checks come first, and "
                        + (beyond.size() == 1 ? "1 case" : beyond.size() + " cases")
                        + " may not be reached: those of " + named + (more > 0 ? " and " + more + " more" : ""),
                "raise `limits: requests`, or choose checks (--only, postern.only)"));
    }
}

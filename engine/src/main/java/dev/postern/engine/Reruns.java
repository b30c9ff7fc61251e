package dev.postern.engine;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which audits this process has run already. A build tool that runs failed tests again selects a few cases of the same
 * plan: their reports must be those of the whole, not of the few.
 */
final class Reruns {

    private static final Map<Path, List<PlannedCase>> RUN = new ConcurrentHashMap<>();

    private Reruns() {}

    /** Notes that a plan is run; whether it is a few cases of one that was run before, with reports in the same folder. */
    static boolean note(Path folder, Plan plan, Set<PlannedCase> selected) {
        var cases = plan.cases();
        var before = RUN.put(folder.toAbsolutePath().normalize(), cases);
        return cases.equals(before) && !selected.containsAll(cases);
    }
}

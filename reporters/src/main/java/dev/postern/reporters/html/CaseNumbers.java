package dev.postern.reporters.html;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import java.util.HashMap;
import java.util.Map;

/** Numbers of the cases within the page, by which anchors and evidence are found; from 0 in the order of the plan. */
final class CaseNumbers {

    private final Map<String, Integer> byId = new HashMap<>();

    CaseNumbers(Plan plan) {
        plan.cases().forEach(c -> byId.put(c.id(), byId.size()));
    }

    int of(PlannedCase planned) {
        return byId.get(planned.id());
    }
}

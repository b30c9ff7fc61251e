package dev.postern.reporters.summary;

import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which controls a case verifies: a check is run once, even where several controls name it. */
public final class ControlsByCase {

    private final Map<String, CheckInfo> checks;
    private final Map<String, List<Control>> byId = new HashMap<>();

    private ControlsByCase(Map<String, CheckInfo> checks) {
        this.checks = checks;
    }

    /** For all cases of a plan. */
    public static ControlsByCase of(Plan plan) {
        var all = new ControlsByCase(plan.checks());
        for (var planned : plan.controls()) {
            for (var check : planned.checks()) {
                for (var planCase : check.cases()) {
                    all.byId
                            .computeIfAbsent(planCase.id(), id -> new ArrayList<>())
                            .add(planned.control());
                }
            }
        }
        return all;
    }

    /** The controls, in the order of the checklist. */
    public List<Control> of(PlannedCase planned) {
        return List.copyOf(byId.getOrDefault(planned.id(), List.of()));
    }

    /** The check of a case; for a manual control, which has none, a stand-in made from the control. */
    public CheckInfo check(PlannedCase planned) {
        var known = checks.get(planned.checkId());
        if (known != null) {
            return known;
        }
        var concerned = of(planned);
        var title = concerned.isEmpty() ? planned.checkId() : concerned.get(0).title();
        var references =
                concerned.isEmpty() ? List.<String>of() : concerned.get(0).references();
        return new CheckInfo(planned.checkId(), title, Plan.ATTESTED_ABSENT, references, 0, "manual", "");
    }
}

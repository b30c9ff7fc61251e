package dev.postern.proof;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Outcome;
import dev.postern.gate.Gate;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.run.AuditRun;
import dev.postern.samples.OrdersApi;
import dev.postern.target.TargetFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Audits a sample target with chosen checks, one case after the other. */
public record Rehearsal(Path folder, CheckCatalogue catalogue) {

    /** Audits with the checks of these ids. */
    public Audit audit(OrdersApi api, Collection<String> checkIds) throws Exception {
        return audit(api.writeTargetFile(folder.resolve("target")), checkIds);
    }

    /** Audits what a target file describes. */
    public Audit audit(Path file, Collection<String> checkIds) {
        var loaded = TargetFile.load(file, name -> null, TargetFile.Secrets.REQUIRED);
        var control = new Control("proof", "Proof", "", List.of(), List.copyOf(checkIds), false);
        var plan = new Planner(loaded.target(), catalogue, Planner::notAttested)
                .plan("proof", new Checklist("proof", "Proof", List.of(control)));
        var run = AuditRun.start(new AuditRun.Settings(
                plan,
                plan.cases(),
                loaded.target(),
                loaded.secrets(),
                catalogue::find,
                Gate.STRICT,
                List.of(),
                folder.resolve("reports"),
                "test"));
        plan.cases().forEach(run::run);
        return run.finish().audit();
    }

    /** The results of one check with one outcome. */
    public static List<CaseResult> of(Audit audit, String checkId, Outcome outcome) {
        return audit.with(outcome).stream()
                .filter(r -> r.planned().checkId().equals(checkId))
                .toList();
    }
}

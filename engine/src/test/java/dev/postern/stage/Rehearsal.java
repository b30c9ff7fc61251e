package dev.postern.stage;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.AuditListener;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.SecurityCheck;
import dev.postern.gate.Gate;
import dev.postern.plan.CheckCatalogue;
import dev.postern.plan.Planner;
import dev.postern.run.AuditRun;
import dev.postern.target.TargetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An audit without JUnit: a target file as a text, and checks. */
public record Rehearsal(Path folder, TargetFile.Loaded loaded, Plan plan, CheckCatalogue catalogue) {

    /** Lays the checks, all in one control, over the target. */
    public static Rehearsal of(Path folder, String targetFile, SecurityCheck... checks) {
        try {
            var file = Files.writeString(folder.resolve("target.yaml"), targetFile);
            var loaded = TargetFile.load(file, name -> null);
            var catalogue = CheckCatalogue.of(List.of(checks));
            var control = new Control("control", "Control", "", List.of(), List.copyOf(catalogue.ids()), false);
            var plan = new Planner(loaded.target(), catalogue, Planner::notAttested)
                    .plan("rehearsal", new Checklist("list", "List", List.of(control)));
            return new Rehearsal(folder, loaded, plan, catalogue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the door, with all cases selected. */
    public AuditRun start(AuditListener... listeners) {
        return startWith(plan.cases(), listeners);
    }

    /** Opens the door, with some of the cases selected. */
    public AuditRun startWith(List<PlannedCase> selected, AuditListener... listeners) {
        return AuditRun.start(new AuditRun.Settings(
                plan,
                selected,
                loaded.target(),
                loaded.secrets(),
                catalogue::find,
                Gate.STRICT,
                List.of(listeners),
                folder.resolve("reports"),
                "test"));
    }

    /** Runs all cases, one after the other. */
    public Audit run() {
        var run = start();
        plan.cases().forEach(run::run);
        return run.finish().audit();
    }

    /** The result of the only case. */
    public CaseResult result() {
        var audit = run();
        if (audit.results().size() != 1) {
            throw new IllegalStateException(
                    "not one case, but " + audit.results().keySet());
        }
        return audit.results().values().iterator().next();
    }

    /** The case at an operation. */
    public PlannedCase at(String operation) {
        return plan.cases().stream()
                .filter(c -> c.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }
}

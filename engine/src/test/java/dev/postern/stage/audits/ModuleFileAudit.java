package dev.postern.stage.audits;

import dev.postern.api.junit.Audit;

/** An audit whose files are named relative to the directory of the module. */
@Audit(
        target = "src/test/resources/dev/postern/stage/other-api.yaml",
        checklist = "classpath:dev/postern/checklists/stage.yaml")
public final class ModuleFileAudit {
    private ModuleFileAudit() {}
}

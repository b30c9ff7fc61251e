package dev.postern.stage.lost;

import dev.postern.api.junit.Audit;

/** An audit whose target file is nowhere. */
@Audit(target = "classpath:no-such-file.yaml", checklist = "stage")
public final class LostFileAudit {
    private LostFileAudit() {}
}

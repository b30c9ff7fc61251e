package dev.postern.stage.audits;

import dev.postern.api.junit.Audit;
import dev.postern.api.junit.TargetUnderTest;
import dev.postern.stage.Stage;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** An audit that starts its target. */
@Audit(target = "classpath:dev/postern/stage/stage-api.yaml", checklist = "stage")
public final class StageAudit {

    /** How often the target was started. */
    public static final AtomicInteger STARTS = new AtomicInteger();

    /** The target that was started last. */
    public static volatile Stage stage;

    private StageAudit() {}

    @TargetUnderTest
    static URI start() {
        STARTS.incrementAndGet();
        stage = Stage.open(Stage.ORDERS);
        return stage.url();
    }
}

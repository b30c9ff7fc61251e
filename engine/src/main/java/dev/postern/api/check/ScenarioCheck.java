package dev.postern.api.check;

import dev.postern.api.audit.Verdict;
import java.util.Set;

/** A check with state: a sequence of steps, each with its own expectation. */
public non-sealed interface ScenarioCheck extends SecurityCheck {

    /**
     * Runs the steps and says what they show. An answer that does not decide must lead to INCONCLUSIVE
     * ({@link Verdict#inconclusive}), never to PASS.
     */
    Verdict run(Scenario on) throws InterruptedException;

    /**
     * What a check {@linkplain #usesUp uses up} that ends credentials or disables users: it runs while no other case of
     * the target does.
     */
    String ACCOUNTS = "accounts";

    /**
     * What this check uses up, so that no other case runs that uses the same: names such as {@code limit:metered}. Empty
     * where it may run beside others.
     */
    default Set<String> usesUp(Site site) {
        return Set.of();
    }
}

package dev.postern.oracle;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Unclear;
import java.util.Optional;

/**
 * A filter before the target that refuses the form of an attempt and has no sign of its vendor. It is known by a canary:
 * the same oddity is refused with the same answer where nothing hangs on it, and an honest value there is not.
 */
final class ShapeBlock {

    private ShapeBlock() {}

    /** Costs a request only where the answer is neither that to no credential nor that to a worthless one. */
    static Optional<Decision> rule(Evidence e) {
        if (!isDoubtful(e)) {
            return Optional.empty();
        }
        var canaries = e.controls().canaries().get();
        return canaries.isEmpty() || e.isWorthlessAgain()
                ? Optional.empty()
                : canaries.stream()
                        .filter(canary -> isRefusedForForm(e, canary))
                        .findFirst()
                        .map(canary -> new Unclear(
                                Reason.EDGE_BLOCK,
                                e.status() + ": something refuses this form of request, whoever sends it: "
                                        + canary.place() + " it got the same answer, and an honest value there did not;"
                                        + " the target's own control was not reached"));
    }

    private static boolean isDoubtful(Evidence e) {
        return isFiltersStatus(e.status())
                // who asks for a credential controls access (RFC 9110 11.6.1)
                && e.response().header("WWW-Authenticate").isEmpty()
                && e.negative().isPresent()
                && !e.isNegativeAgain();
    }

    /** Filters choose any refusal; but 401 asks for a credential, and whoever says "later" decides nothing anyway. */
    private static boolean isFiltersStatus(int status) {
        return (status / 100 == 4 && !StatusRules.isOneOf(status, 401, 407, 429))
                || StatusRules.isOneOf(status, 501, 999);
    }

    private static boolean isRefusedForForm(Evidence e, Canary canary) {
        return canary.odd().get().filter(e::isAnswerTo).isPresent()
                && canary.plain()
                        .get()
                        .flatMap(plain -> plain.response())
                        .filter(response -> response.status() / 100 == 2 || response.status() / 100 == 3)
                        .isPresent();
    }
}

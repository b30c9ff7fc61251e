package dev.postern.oracle;

import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Confidence;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import java.util.Optional;

/** What the state of the target tells of a write, whatever its answer says. */
final class StateRules {

    private StateRules() {}

    /** Who changes something was granted, though the answer be 403 or a crash. */
    static Optional<Decision> changed(Evidence e) {
        return e.state().flatMap(s -> s.hasChanged(e.signs().ignore())).orElse(false)
                ? Optional.of(new Granted(
                        Confidence.CERTAIN, e.status() + ", and a read by the owner shows that it changed something"))
                : Optional.empty();
    }

    /** A crash that changed nothing, where a granted write does. */
    static Optional<Decision> sameAfterCrash(Evidence e) {
        return e.status() / 100 == 5 ? same(e) : Optional.empty();
    }

    /** Nothing changed, where a granted write changes something; an answer that holds data is judged by that. */
    static Optional<Decision> same(Evidence e) {
        var isDenied = e.state()
                .filter(s -> s.isTelling(e.signs().ignore()))
                .flatMap(s -> s.hasChanged(e.signs().ignore()))
                .map(hasChanged -> !hasChanged)
                .orElse(false);
        return isDenied && !showsData(e)
                ? Optional.of(new Denied(
                        Confidence.LIKELY,
                        e.status()
                                + ", but a read by the owner shows that it changed nothing, as the valid write does"))
                : Optional.empty();
    }

    /** Why a state that was read decides nothing. */
    static String words(Evidence e) {
        return e.state().filter(s -> !s.isTelling(e.signs().ignore())).isPresent()
                ? "; its probe shows nothing either, not even what the valid write changes"
                : "";
    }

    private static boolean showsData(Evidence e) {
        return e.response().isSuccess()
                && e.sharesValues()
                && e.isLikePositive()
                && Telling.anyIn(e.learnt().stable().keySet());
    }
}

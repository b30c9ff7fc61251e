package dev.postern.oracle;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a write changes, as a read by its owner showed it. Nothing else was written between the reads that belong together.
 *
 * @param early the read
 * @param late the same more than a second later, from which it is learnt what changes by itself
 * @param afterWrite the same after the valid write that followed {@code late}: whether the read shows what is written
 * @param before the read before what is judged
 * @param after the read after it
 */
public record State(Exchange early, Exchange late, Exchange afterWrite, Exchange before, Exchange after) {

    /** Whether the read shows it when something was written; where it does not, that nothing changed means nothing. */
    boolean isTelling(List<String> ignore) {
        return differs(late, afterWrite, restless(ignore)).orElse(false);
    }

    /** Whether what was judged changed something; empty where one of the reads was not granted. */
    Optional<Boolean> hasChanged(List<String> ignore) {
        return differs(before, after, restless(ignore));
    }

    private static Optional<Boolean> differs(Exchange before, Exchange after, Set<String> restless) {
        if (granted(before).isEmpty()) {
            return Optional.empty();
        }
        return after.hasStatus(404) || after.hasStatus(410)
                ? Optional.of(true)
                : granted(after).map(r -> !values(before, restless).equals(values(after, restless)));
    }

    /** How often each value stands at each place that does not change by itself. */
    private static Map<Node.Leaf, Integer> values(Exchange read, Set<String> restless) {
        var values = new HashMap<>(print(read).values());
        values.keySet().removeIf(leaf -> restless.contains(leaf.path()));
        return values;
    }

    private Set<String> restless(List<String> ignore) {
        if (granted(early).isEmpty() || granted(late).isEmpty()) {
            return Set.of();
        }
        var first = print(early);
        var second = print(late);
        var stable = DynamicFields.learn(first, Optional.of(second), ignore, early.sentAt())
                .stable();
        var restless = new HashSet<String>();
        for (var values : List.of(first.values(), second.values())) {
            values.forEach((leaf, count) -> {
                if (!count.equals(stable.get(leaf))) {
                    restless.add(leaf.path());
                }
            });
        }
        return restless;
    }

    private static Fingerprint print(Exchange read) {
        return Fingerprint.of(read.response().orElseThrow(), ReflectedInput.NONE);
    }

    private static Optional<WireResponse> granted(Exchange read) {
        return read.response().filter(WireResponse::isSuccess);
    }
}

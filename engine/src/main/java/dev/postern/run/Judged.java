package dev.postern.run;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The attempts of one denial check on one operation, each with the decision on it, and the verdict that follows.
 *
 * @param operation the operation, in words
 */
record Judged(String operation, List<One> all) {

    /** The first few are told; the evidence has them all. */
    private static final int TOLD = 3;

    /** What to do about a filter that does not let attempts through. */
    private static final String PAST_THE_FILTER =
            ". A filter that stands before the target hides what the target itself"
                    + " does: give an address behind it as baseUrl, or have it let the requests of the audit through.";

    /** One attempt, and whether it was granted. */
    record One(Attempt attempt, Decision decision) {

        private boolean is(Class<? extends Decision> kind) {
            return kind.isInstance(decision);
        }

        private boolean isIndistinguishable() {
            return decision instanceof Decision.Unclear unclear && unclear.reason() == Reason.INDISTINGUISHABLE;
        }
    }

    /**
     * The verdict, where not all attempts were denied.
     *
     * @param askedOfCaches whether what was tried is meant for the caches before the target
     */
    Optional<Verdict> notHeld(boolean askedOfCaches) {
        var granted = those(Decision.Granted.class);
        if (!granted.isEmpty()) {
            return Optional.of(graded(granted, askedOfCaches ? stored(granted) : failed(granted)));
        }
        if (isAlikeForAll()) {
            return Optional.of(Verdict.notApplicable(
                    Reason.INDISTINGUISHABLE,
                    operation + " answers alike to all who take part, so nothing in its answers shows"
                            + " whose data it is. If it is data of their own, declare `markers:` for the identities."));
        }
        var unclear = those(Decision.Unclear.class);
        return unclear.isEmpty() ? Optional.empty() : Optional.of(graded(unclear, undecided(unclear)));
    }

    /**
     * The verdict, where all attempts were denied.
     *
     * @param cached whether a cache gave something in the target's place
     */
    Verdict held(boolean cached) {
        return Verdict.pass(
                Reason.HELD,
                (all.size() == 1 ? "The attempt was" : "All " + all.size() + " attempts were")
                        + " denied; the valid credential was granted before and after."
                        + (cached ? " What a cache gave in the target's place is another finding." : ""));
    }

    private List<One> those(Class<? extends Decision> kind) {
        return all.stream().filter(one -> one.is(kind)).toList();
    }

    private Verdict failed(List<One> granted) {
        return Verdict.fail(Reason.GRANTED, operation + " granted what it must deny: " + told(granted));
    }

    private Verdict stored(List<One> granted) {
        return Verdict.fail(
                Reason.STORED_BY_CACHE,
                "What " + operation + " answered to the valid credential is given to strangers: " + told(granted));
    }

    private Verdict undecided(List<One> unclear) {
        var reason = ((Decision.Unclear) unclear.get(0).decision()).reason();
        return Verdict.inconclusive(
                reason,
                unclear.size() + " of " + all.size() + " attempts could not be decided: " + told(unclear)
                        + (reason == Reason.EDGE_BLOCK ? PAST_THE_FILTER : ""));
    }

    /** Data that all callers share cannot leak from one to another. */
    private boolean isAlikeForAll() {
        return all.stream().allMatch(one -> one.attempt().expectation() == Attempt.Expectation.NOT_OTHERS_DATA)
                && all.stream().anyMatch(One::isIndistinguishable)
                && all.stream().allMatch(one -> one.is(Decision.Denied.class) || one.isIndistinguishable());
    }

    /** As bad as the worst of them, unless one of them is as bad as the check says. */
    private static Verdict graded(List<One> concerned, Verdict verdict) {
        var grades = concerned.stream()
                .flatMap(one -> one.attempt().severity().stream())
                .toList();
        return grades.size() == concerned.size()
                ? verdict.graded(grades.stream().max(Comparable::compareTo).orElseThrow())
                : verdict;
    }

    /** The labels, and what was said of several at once only once. */
    private static String told(List<One> some) {
        var alike = new LinkedHashMap<String, List<String>>();
        some.stream()
                .limit(TOLD)
                .forEach(one -> alike.computeIfAbsent(one.decision().words(), words -> new ArrayList<>())
                        .add(one.attempt().label()));
        var told = alike.entrySet().stream()
                .map(e -> String.join("; ", e.getValue()) + (e.getValue().size() > 1 ? " (each " : " (") + e.getKey()
                        + ")")
                .collect(Collectors.joining("; "));
        return told + (some.size() > TOLD ? "; and " + (some.size() - TOLD) + " more" : "");
    }
}

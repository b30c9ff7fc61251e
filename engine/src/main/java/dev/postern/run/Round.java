package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The cases of one operation. After so many attempts the valid credentials are tried once more, once for all cases until
 * then, and these get their results; a case whose verdict does not hang on that has it at once. So a process that is
 * killed loses no more than a few attempts. What two of the cases would send alike is sent once. Whoever asks for a result
 * works on the cases that nobody has begun, so no thread waits while there is something to do.
 */
final class Round {

    private static final int SHARES = 64;

    private final List<PlannedCase> cases;
    private final BiFunction<PlannedCase, Memo<WireRequest, Exchange>, Tried> trying;
    private final Concluding concluding;
    private final Memo<WireRequest, Exchange> answers = new Memo<>(BoundedMap.shareOfMemory(SHARES), BoundedMap::bytes);
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<CaseResult>> results = new HashMap<>();
    private final Open open;

    /** Gives results. */
    @FunctionalInterface
    interface Concluding {
        /**
         * The results, by case id, of some cases that have been tried.
         *
         * @param cacheIsReported whether a case of the round tells of the cache that others met
         */
        Map<String, CaseResult> of(List<Tried> some, boolean cacheIsReported);
    }

    /**
     * A round.
     *
     * @param trying sends what one case is about, unless it has an answer already
     */
    Round(
            List<PlannedCase> cases,
            BiFunction<PlannedCase, Memo<WireRequest, Exchange>, Tried> trying,
            Concluding concluding) {
        this.cases = List.copyOf(cases);
        this.trying = trying;
        this.concluding = concluding;
        this.open = new Open(cases.size());
        cases.forEach(planned -> results.put(planned.id(), new CompletableFuture<>()));
    }

    /** Works on the cases that nobody has begun. */
    void work() {
        cases.forEach(this::begin);
    }

    /** The result of one of its cases, as soon as it is final. */
    CaseResult result(PlannedCase planned) {
        begin(planned);
        work();
        return results.get(planned.id()).join();
    }

    /** Tries a case, unless somebody has begun it. */
    void begin(PlannedCase planned) {
        if (!begun.add(planned.id())) {
            return;
        }
        try {
            var due = open.dueAfter(trying.apply(planned, answers));
            if (!due.isEmpty()) {
                concluding
                        .of(due, open.cacheIsReported())
                        .forEach((id, result) -> results.get(id).complete(result));
            }
            if (open.isEmpty()) {
                answers.clear();
            }
        } catch (RuntimeException | Error e) { // else those who wait would wait for ever
            results.values().forEach(result -> result.completeExceptionally(e));
            throw e;
        }
    }

    /** The cases that have been tried, and have no result yet. */
    private static final class Open {
        private final List<Tried> hangingOnCredentials = new ArrayList<>();
        private final List<Tried> hangingOnCache = new ArrayList<>();
        private boolean cacheIsReported;
        private int attempts;
        private int left;

        Open(int left) {
            this.left = left;
        }

        /** Takes one case more; those that are to get their results now. */
        synchronized List<Tried> dueAfter(Tried tried) {
            left--;
            var showing = tried.showing();
            cacheIsReported |= showing.verdict().reason() == Reason.STORED_BY_CACHE;
            var due = new ArrayList<Tried>();
            if (showing.isFinal()) {
                due.add(tried);
            } else if (showing.hangsOnCache()) {
                hangingOnCache.add(tried);
            } else {
                hangingOnCredentials.add(tried);
                attempts += tried.planned().requests();
            }
            if (attempts >= Plan.ATTEMPTS_BETWEEN_SIGNS_OF_LIFE || left == 0) {
                move(hangingOnCredentials, due);
                attempts = 0;
            }
            if (left == 0) {
                move(hangingOnCache, due);
            }
            return due;
        }

        synchronized boolean cacheIsReported() {
            return cacheIsReported;
        }

        synchronized boolean isEmpty() {
            return left == 0;
        }

        private static void move(List<Tried> from, List<Tried> to) {
            to.addAll(from);
            from.clear();
        }
    }
}

package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The cases of one operation. Their attempts come first; then the valid credentials are tried once more, once for all of
 * them, and all get their results. What two of them would send alike is sent once. Whoever asks for a result works on the cases that nobody has begun,
 * so no thread waits while there is something to do.
 */
final class Round {

    private final List<PlannedCase> cases;
    private final BiFunction<PlannedCase, Memo<WireRequest, Exchange>, Tried> trying;
    private final Function<List<Tried>, Map<String, CaseResult>> concluding;
    private final Memo<WireRequest, Exchange> answers = new Memo<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Queue<Tried> tried = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left;
    private final CompletableFuture<Map<String, CaseResult>> results = new CompletableFuture<>();

    /**
     * A round.
     *
     * @param trying sends what one case is about, unless it has an answer already
     * @param concluding gives the results, by case id, when all have been tried
     */
    Round(
            List<PlannedCase> cases,
            BiFunction<PlannedCase, Memo<WireRequest, Exchange>, Tried> trying,
            Function<List<Tried>, Map<String, CaseResult>> concluding) {
        this.cases = List.copyOf(cases);
        this.trying = trying;
        this.concluding = concluding;
        this.left = new AtomicInteger(cases.size());
    }

    /** The result of one of its cases, when the round is over. */
    CaseResult result(PlannedCase planned) {
        begin(planned);
        cases.forEach(this::begin);
        return results.join().get(planned.id());
    }

    private void begin(PlannedCase planned) {
        if (!begun.add(planned.id())) {
            return;
        }
        try {
            tried.add(trying.apply(planned, answers));
            if (left.decrementAndGet() == 0) {
                results.complete(concluding.apply(List.copyOf(tried)));
            }
        } catch (RuntimeException | Error e) { // else those who wait would wait for ever
            results.completeExceptionally(e);
            throw e;
        }
    }
}

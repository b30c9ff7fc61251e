package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of some cases of a round: after their last attempt the valid credentials must still be granted, since they may have been locked
 * or have run out; each is tried once for all cases that hang on it.
 */
final class Conclusion {

    private final Bench bench;

    Conclusion(Bench bench) {
        this.bench = bench;
    }

    /**
     * The results of cases of one operation, by case id.
     *
     * @param cacheIsReported whether a case there tells of the cache that others met
     */
    Map<String, CaseResult> of(List<Tried> round, boolean cacheIsReported) {
        var lives = new Memo<WireRequest, Life>();
        var verdicts = new LinkedHashMap<Tried, Verdict>();
        round.forEach(tried -> verdicts.put(tried, verdictOrBreak(tried, lives)));
        var results = new LinkedHashMap<String, CaseResult>();
        verdicts.forEach((tried, verdict) -> results.put(
                tried.planned().id(),
                result(
                        tried,
                        cacheIsReported || !tried.showing().cached() || verdict.outcome() == Outcome.FAIL
                                ? verdict
                                : storedByCache(tried))));
        return results;
    }

    /** What a stranger got must be told by somebody: by those who met it, where nobody is there to look for it. */
    private static Verdict storedByCache(Tried tried) {
        return Verdict.fail(
                Reason.STORED_BY_CACHE,
                "What " + tried.subject().operation().label() + " answered to the valid credential is stored by a cache"
                        + " and was given to a stranger. Asked past the cache, the target itself denied: "
                        + tried.showing().verdict().words());
    }

    /**
     * Whether a valid credential lives.
     *
     * @param exchange the proof; none where there is no credential any more
     * @param lost the verdict on those who hang on it, where it does not live
     */
    private record Life(Optional<Exchange> exchange, String words, Optional<Verdict> lost) {}

    private Life life(LiveSubject subject, Identity who, Memo<WireRequest, Life> lives) {
        try {
            return lives.get(sign(subject, who), request -> life(subject, who, request));
        } catch (LiveSubject.NoCredential e) {
            return new Life(Optional.empty(), "", Optional.of(e.verdict()));
        }
    }

    private static WireRequest sign(LiveSubject subject, Identity who) {
        return who.equals(subject.identity())
                ? subject.request()
                : subject.lifeSign(who).orElseThrow();
    }

    private Life life(LiveSubject subject, Identity who, WireRequest request) {
        var exchange = bench.controlAgain(request);
        var broken = bench.oracle().brokenPositive(exchange);
        if (broken.isPresent()) {
            return new Life(Optional.of(exchange), broken.get().words(), Optional.of(lost(subject, who, broken.get())));
        }
        return bench.oracle()
                .unstable(bench.control(request), exchange)
                .map(odd -> new Life(
                        Optional.of(exchange),
                        odd.words(),
                        Optional.of(Verdict.inconclusive(
                                odd.reason(),
                                "What a grant to " + who.name() + " looks like is not certain: " + odd.words()))))
                .orElseGet(() -> new Life(
                        Optional.of(exchange), "still granted: " + Evidence.status(exchange), Optional.empty()));
    }

    private Verdict lost(LiveSubject subject, Identity who, Decision.Unclear broken) {
        var renewed = bench.credentials().renew(who) ? ". Another one is obtained for the cases that follow" : "";
        return Verdict.inconclusive(
                Lifeless.silentOr(Reason.CONTROL_LOST, broken),
                "The valid credential of " + who.name() + " is no longer granted after the attempts, so their denial"
                        + " proves nothing: " + broken.words() + Lifeless.likelyCause(bench, subject, who) + renewed);
    }

    private CaseResult result(Tried tried, Verdict verdict) {
        return new CaseResult(
                tried.planned(),
                verdict.withWords(tried.evidence().recorder().redact(verdict.words())),
                tried.evidence().trials(),
                verdict.outcome() == Outcome.FAIL
                        ? tried.planned().fingerprint(bench.target().name())
                        : "",
                tried.startedAt(),
                tried.elapsed().toMillis());
    }

    /** A failure costs the case that it happens in, and not the others of the round. */
    private Verdict verdictOrBreak(Tried tried, Memo<WireRequest, Life> lives) {
        try {
            return verdict(tried, lives);
        } catch (RuntimeException | StackOverflowError e) {
            return CaseRunner.broken("The last control could not be judged", e);
        }
    }

    private Verdict verdict(Tried tried, Memo<WireRequest, Life> lives) {
        for (var who : tried.showing().holders()) {
            var life = life(tried.subject(), who, lives);
            life.exchange()
                    .ifPresent(exchange -> tried.evidence()
                            .mustBeGranted(
                                    Kind.LIVENESS,
                                    "valid credential of " + who.name() + ", once more",
                                    life.lost().isEmpty(),
                                    life.words(),
                                    exchange));
            if (life.lost().isPresent()) {
                return life.lost().get();
            }
        }
        return tried.showing().verdict();
    }
}

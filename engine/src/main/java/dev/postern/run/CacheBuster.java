package dev.postern.run;

import dev.postern.api.check.Attempt;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Asks past caches: what a cache has stored for one URL it does not give for another, so a query parameter that nobody
 * has sent before leads to the target itself.
 */
final class CacheBuster {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PARAMETER = "_postern";
    private static final String CALIBRATION = random();

    private final Bench bench;
    private final LiveSubject subject;

    CacheBuster(Bench bench, LiveSubject subject) {
        this.bench = bench;
        this.subject = subject;
    }

    /** Whether a request asks for the target's own answer, as far as one can ask for it (RFC 9111 5.2.1.4). */
    private boolean wantsTarget(WireRequest request) {
        return request.header("Cache-Control").equals(subject.bare().header("Cache-Control"));
    }

    /** Whether an attempt asks what caches have, after its twin has given them something to store. */
    boolean isMeantForCaches(Attempt attempt) {
        return !wantsTarget(attempt.request())
                && attempt.twin().filter(twin -> !wantsTarget(twin)).isPresent();
    }

    /**
     * The request that asks past caches; where a cache may have given the answer though the request did not want that,
     * and the operation takes a parameter that it does not know.
     */
    Optional<WireRequest> past(WireRequest request, Exchange answer) {
        var isDoubtful = bench.target().cacheBuster()
                && subject.operation().isRead()
                && wantsTarget(request)
                && bench.oracle().mayBeFromCache(answer);
        return isDoubtful && takesParameter() ? Optional.of(request.plusQuery(PARAMETER, random())) : Optional.empty();
    }

    private boolean takesParameter() {
        var calibration = bench.control(subject.request().plusQuery(PARAMETER, CALIBRATION));
        return bench.oracle().brokenPositive(calibration).isEmpty();
    }

    private static String random() {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

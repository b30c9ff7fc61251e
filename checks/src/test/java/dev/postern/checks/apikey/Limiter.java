package dev.postern.checks.apikey;

import dev.postern.api.http.Answer;
import dev.postern.api.http.WireRequest;
import dev.postern.checks.FakeSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** A server with a fixed window that begins with the first request of a bucket; its clock is the fake subject's. */
final class Limiter implements Function<WireRequest, Answer> {

    private final int requests;
    private final Duration window;
    private final Map<String, Instant> began = new HashMap<>();
    private final Map<String, Integer> used = new HashMap<>();

    private Function<WireRequest, String> bucket = r -> r.header("X-API-Key").orElseThrow();
    private Supplier<Instant> clock = () -> Instant.EPOCH;

    Limiter(int requests, Duration window) {
        this.requests = requests;
        this.window = window;
    }

    Limiter countingBy(Function<WireRequest, String> key) {
        bucket = key;
        return this;
    }

    void follow(FakeSubject subject) {
        clock = subject::now;
    }

    /** As if so many requests of a key had just been admitted. */
    Limiter alreadyUsed(String key, int number) {
        began.put(key, Instant.parse("2026-01-01T00:00:00Z"));
        used.put(key, number);
        return this;
    }

    int remaining(WireRequest request) {
        return requests - used.getOrDefault(bucket.apply(request), 0);
    }

    @Override
    public Answer apply(WireRequest request) {
        var key = bucket.apply(request);
        var now = clock.get();
        if (!began.containsKey(key) || !now.isBefore(began.get(key).plus(window))) {
            began.put(key, now);
            used.put(key, 0);
        }
        if (used.get(key) >= requests) {
            return new Answer.Answered(FakeSubject.status(429));
        }
        used.merge(key, 1, Integer::sum);
        return new Answer.Answered(FakeSubject.ok("{}"));
    }
}

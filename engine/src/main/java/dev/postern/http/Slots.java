package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import java.util.concurrent.Semaphore;

/** Lets so many requests be under way at once; the others wait for their turn. */
final class Slots implements Link {

    private final Semaphore free;

    Slots(int concurrency) {
        free = new Semaphore(concurrency, true);
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Link.refusal(request, Failure.STOPPED, Gate.WORDS);
        }
        try {
            return onward.send(request);
        } finally {
            free.release();
        }
    }
}

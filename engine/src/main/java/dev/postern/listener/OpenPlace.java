package dev.postern.listener;

import dev.postern.api.check.Listener.Call;
import dev.postern.api.check.Listener.Place;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One thing that is offered. Calls come on the threads of the server, and are awaited on that of the case. */
final class OpenPlace implements Place {

    /** More tell no more. */
    private static final int MOST_CALLS = 32;

    private static final int LONGEST_TEXT = 100;

    private final URI url;
    private final String mediaType;
    private final byte[] content;
    private final Duration patience;
    private final List<Call> calls = new ArrayList<>();
    private boolean closed;

    OpenPlace(URI url, String mediaType, byte[] content, Duration patience) {
        this.url = url;
        this.mediaType = mediaType;
        this.content = content;
        this.patience = patience;
    }

    String mediaType() {
        return mediaType;
    }

    byte[] content() {
        return content;
    }

    @Override
    public URI url() {
        return url;
    }

    synchronized void called(Call call) {
        if (calls.size() < MOST_CALLS) {
            calls.add(call);
        }
        notifyAll();
    }

    @Override
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized List<Call> awaitCalls() throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        for (var left = patience.toNanos(); calls.isEmpty() && left > 0; left = end - System.nanoTime()) {
            if (closed) {
                throw new InterruptedException("the audit was told to end");
            }
            wait(left / 1_000_000 + 1);
        }
        return List.copyOf(calls);
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** What a stranger sent, fit for a report. */
    static String plain(String text) {
        var printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= LONGEST_TEXT ? printable : printable.substring(0, LONGEST_TEXT) + "…";
    }
}

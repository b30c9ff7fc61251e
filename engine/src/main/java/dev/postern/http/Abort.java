package dev.postern.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Ends one exchange from outside: closes the socket on which its thread waits. */
final class Abort {

    /** Why it was ended. */
    enum Cause {
        DEADLINE,
        STOPPED
    }

    private static final Closeable NOTHING = () -> {};

    private Closeable socket = NOTHING;
    private Cause cause;

    /**
     * Names the socket that the exchange now uses.
     *
     * @throws InterruptedIOException where the exchange was ended before; the socket is closed then
     */
    synchronized void guard(Closeable used) throws IOException {
        if (cause != null) {
            used.close();
            throw new InterruptedIOException("ended");
        }
        socket = used;
    }

    /** The exchange has given its socket back; from now on it must not be closed. */
    synchronized void release() {
        socket = NOTHING;
    }

    synchronized void fire(Cause why) {
        if (cause != null) {
            return;
        }
        cause = why;
        try {
            socket.close();
        } catch (IOException e) {
            // The exchange is over either way.
        }
    }

    synchronized Optional<Cause> cause() {
        return Optional.ofNullable(cause);
    }
}

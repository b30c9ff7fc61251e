package dev.postern.api.junit;

import java.net.URI;

/** An application that was started for an audit, and is closed after it, also where the audit is interrupted. */
@SuppressWarnings("try") // an application may throw what it likes, also InterruptedException
public interface RunningTarget extends AutoCloseable {

    /** Where it answers. */
    URI uri();

    /**
     * Called once, after the last request.
     *
     * @throws Exception where it cannot be closed; the test class then fails
     */
    @Override
    void close() throws Exception;

    /** What answers at that address, and is closed so: {@code RunningTarget.of(uri, context)}. */
    static RunningTarget of(URI uri, AutoCloseable application) {
        return new RunningTarget() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public void close() throws Exception {
                application.close();
            }
        };
    }
}

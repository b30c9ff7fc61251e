package dev.postern.api.check;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A server of Postern's own, at an address that the target can reach: it shows what a target fetches from where a
 * credential says.
 */
public interface Listener {

    /**
     * Offers a text at a new address that nobody can guess, until the audit ends.
     *
     * @param name what the path ends in, e.g. {@code jwks.json}; letters, digits, dots and dashes
     * @param mediaType of the text
     * @param content the text, at most 64 KB in UTF-8
     * @throws CannotTryException where Postern cannot listen at the address that the target file gives
     */
    default Place offer(String name, String mediaType, String content) {
        return offer(name, mediaType, url -> content);
    }

    /**
     * As {@link #offer(String, String, String)}, for a text that names its own address. It is offered at all addresses
     * below that one, too.
     *
     * @param content makes the text of its address
     */
    Place offer(String name, String mediaType, Function<URI, String> content);

    /** Where something is offered, and who came for it. */
    interface Place {

        /** The address, as the target reaches it. */
        URI url();

        /** The first requests so far, oldest first; those for other addresses are not among them. */
        List<Call> calls();

        /**
         * The same; where nobody has come yet, waits for the first, as long as the target file says.
         *
         * @throws InterruptedException where the audit is told to end meanwhile
         */
        List<Call> awaitCalls() throws InterruptedException;
    }

    /**
     * A request that came.
     *
     * @param from the address of who sent it, or of the last gateway on the way
     * @param userAgent what it calls itself, cut short, without control characters
     */
    record Call(Instant at, String method, String from, Optional<String> userAgent) {}
}

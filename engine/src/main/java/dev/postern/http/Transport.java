package dev.postern.http;

import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;

/** Sends one request and reads its answer. */
@FunctionalInterface
interface Transport {

    /**
     * Sends one request.
     *
     * @param abort is told which socket is in use, so that the exchange can be ended from outside
     * @throws Exception where no whole answer came; {@link Failures} knows the words for it
     */
    WireResponse exchange(WireRequest request, Abort abort) throws Exception;
}

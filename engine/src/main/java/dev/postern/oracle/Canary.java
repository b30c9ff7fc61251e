package dev.postern.oracle;

import dev.postern.api.http.Exchange;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A harmless request that carries what is odd about an attempt in a place where nothing hangs on it. Where it is refused
 * as the attempt was, it was refused for its form, and the target's own control was not asked.
 *
 * @param place where it carries that, for words: {@code in a header field that nobody reads}
 * @param odd the request with the oddity; sent when first asked for, and empty where it cannot be sent
 * @param plain the same request with an honest value in its place, sent after the other one; it must be granted, else
 *     that refusal shows nothing
 */
public record Canary(String place, Supplier<Optional<Exchange>> odd, Supplier<Optional<Exchange>> plain) {}

package dev.postern.samples;

import java.util.Optional;

/** Reads the text of a token and says whether it may be believed: form and signature, not yet its claims. */
@FunctionalInterface
interface TokenReader {
    /** The token; empty if its signature is worth nothing. */
    Optional<Jws> believed(String text) throws Jws.Malformed;

    /** One form, the compact one (RFC 7519 1), and one rule for signatures. */
    static TokenReader compact(SignatureRule signature) {
        return text -> {
            Jws token = Jws.parse(text);
            return signature.trusts(token) ? Optional.of(token) : Optional.empty();
        };
    }
}

package dev.postern.samples;

import java.util.regex.Matcher;

/** What a framework with its developer's profile on adds to an error. */
final class SampleTrace {
    private static final String TRACE = """
            io.jsonwebtoken.security.SignatureException: JWT signature does not match locally computed signature.
            \tat io.jsonwebtoken.impl.DefaultJwtParser.verifySignature(DefaultJwtParser.java:340)
            \tat io.jsonwebtoken.impl.DefaultJwtParser.parse(DefaultJwtParser.java:577)
            \tat test.orders.security.TokenFilter.doFilterInternal(TokenFilter.java:42)
            """;

    private SampleTrace() {}

    static Answer addedTo(Answer refusal) {
        return new Answer(
                refusal.status(),
                refusal.headers(),
                refusal.body().replaceFirst("}$", ",\"trace\":" + Matcher.quoteReplacement(Answer.text(TRACE)) + "}"));
    }
}

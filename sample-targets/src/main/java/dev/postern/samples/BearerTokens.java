package dev.postern.samples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Bearer tokens in the header {@code Authorization} (RFC 6750), whatever they are made of. */
final class BearerTokens implements Authentication {
    private static final String CHALLENGE = "Bearer realm=\"orders\"";
    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** Says whose a token is; empty if it is worth nothing. */
    @FunctionalInterface
    interface Owner {
        Optional<Caller> of(String token) throws Jws.Malformed;
    }

    private final Owner owner;
    private final Optional<Caller> callerWithoutToken;
    private final Optional<Caller> callerOfGarbage;

    private BearerTokens(Owner owner, Optional<Caller> callerWithoutToken, Optional<Caller> callerOfGarbage) {
        this.owner = owner;
        this.callerWithoutToken = callerWithoutToken;
        this.callerOfGarbage = callerOfGarbage;
    }

    static BearerTokens jwts(JwtVerifier verifier, Defences defences) {
        return new BearerTokens(verifier::caller, defences.callerWithoutToken, defences.callerOfGarbage);
    }

    static BearerTokens opaque(OpaqueTokens tokens) {
        return new BearerTokens(tokens, Optional.empty(), Optional.empty());
    }

    @Override
    public Caller authenticate(Call call) {
        List<String> values = call.headerValues("Authorization");
        if (values.isEmpty()) {
            return callerWithoutToken.orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        }
        try {
            return owner.of(token(values)).orElseThrow(BearerTokens::invalid);
        } catch (Jws.Malformed e) {
            return callerOfGarbage.orElseThrow(BearerTokens::invalid);
        }
    }

    private static String token(List<String> values) throws Jws.Malformed {
        String value = values.get(0);
        if (values.size() > 1 || !value.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            throw Refusal.unauthorized(CHALLENGE);
        }
        String token = value.substring("bearer ".length());
        if (!B64TOKEN.matcher(token).matches()) {
            throw new Jws.Malformed("not a bearer token", null);
        }
        return token;
    }

    static Refusal invalid() {
        return Refusal.unauthorized(CHALLENGE + ", error=\"invalid_token\"");
    }

    static Refusal insufficientScope(String needed) {
        return new Refusal(Answer.problem(403, "insufficient_scope", "The token lacks a scope: " + needed)
                .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed + "\""));
    }
}

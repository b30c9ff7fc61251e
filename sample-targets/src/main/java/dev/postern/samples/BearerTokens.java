package dev.postern.samples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Bearer tokens in the header {@code Authorization} (RFC 6750), whatever they are made of. */
final class BearerTokens implements Authentication {
    private static final String CHALLENGE = "Bearer realm=\"orders\"";
    private static final String INSUFFICIENT_SCOPE = CHALLENGE + ", error=\"insufficient_scope\"";
    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** Says whose a token is; empty if it is worth nothing. */
    @FunctionalInterface
    interface Owner {
        Optional<Caller> of(String token) throws Jws.Malformed;
    }

    private final Owner owner;
    private final Owner unverified;
    private final Defences defences;

    private BearerTokens(Owner owner, Owner unverified, Defences defences) {
        this.owner = owner;
        this.unverified = unverified;
        this.defences = defences;
    }

    static BearerTokens jwts(JwtVerifier verifier, Defences defences) {
        return new BearerTokens(
                verifier::caller,
                token -> Optional.of(verifier.callerNamedBy(Jws.parse(token).payload())),
                defences);
    }

    /** As hardened as can be: what goes wrong with JWTs does not concern them. */
    static BearerTokens opaque(OpaqueTokens tokens) {
        return new BearerTokens(tokens, tokens, new Defences());
    }

    @Override
    public Caller authenticate(Call call) {
        List<String> values = call.headerValues("Authorization");
        try {
            if (values.isEmpty()) {
                Optional<String> elsewhere = defences.tokenElsewhere.apply(call);
                return elsewhere.isPresent()
                        ? owner.of(elsewhere.get()).orElseThrow(BearerTokens::invalid)
                        : defences.callerWithoutToken.orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
            }
            return caller(values);
        } catch (Jws.Malformed e) {
            return defences.callerOfGarbage.orElseThrow(BearerTokens::invalid);
        }
    }

    private Caller caller(List<String> values) throws Jws.Malformed {
        if (values.size() > 1 && !defences.lastHeaderNamesTheCaller) {
            throw Refusal.unauthorized(CHALLENGE);
        }
        Caller first = owner.of(token(values.get(0))).orElseThrow(BearerTokens::invalid);
        return values.size() > 1
                ? unverified.of(token(values.get(values.size() - 1))).orElse(first)
                : first;
    }

    private String token(String value) throws Jws.Malformed {
        String token = defences.tokenOfHeader.apply(value).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        if (!defences.tokenSyntax.test(token)) {
            throw new Jws.Malformed("not a bearer token", null);
        }
        return token;
    }

    /** RFC 9110 11.1: the name of a scheme is the same in any case. */
    static Optional<String> afterBearer(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("bearer ")
                ? Optional.of(header.substring("bearer ".length()))
                : Optional.empty();
    }

    /** RFC 6750 2.1. */
    static boolean isToken(String text) {
        return B64TOKEN.matcher(text).matches();
    }

    static Refusal invalid() {
        return Refusal.unauthorized(CHALLENGE + ", error=\"invalid_token\"");
    }

    static Refusal insufficientScope(String needed) {
        return new Refusal(Answer.problem(403, "insufficient_scope", "The token lacks a scope: " + needed)
                .with("WWW-Authenticate", INSUFFICIENT_SCOPE + ", scope=\"" + needed + "\""));
    }

    /** Whether a refusal says that a scope is lacking. */
    static boolean isForScope(Answer answer) {
        return answer.headers().getOrDefault("WWW-Authenticate", "").startsWith(INSUFFICIENT_SCOPE);
    }
}

package dev.postern.run;

import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.forge.Draft;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs honest tokens with the key that the target file gives. */
final class TokenMint {

    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private TokenMint() {}

    /**
     * A token for an identity.
     *
     * @throws MintException where the key cannot be read or cannot sign
     */
    static String mint(Scheme.BearerJwt scheme, Identity identity, Obtain.Minted minted, Instant now) {
        var key = scheme.signingKey()
                .orElseThrow(() -> new MintException("scheme \"" + scheme.name() + "\" has no signingKey"));
        try {
            return Draft.ofClaims(claims(scheme, identity, minted, now))
                    .sign(SigningKey.parse(key.reveal()))
                    .text();
        } catch (UnusableKeyException e) {
            throw new MintException("the signingKey cannot be used. " + e.getMessage());
        }
    }

    /** How long an honest token of that scheme lives. */
    static Duration lifetime(Scheme.BearerJwt scheme) {
        return scheme.maxLifetime().compareTo(LIFETIME) < 0 ? scheme.maxLifetime() : LIFETIME;
    }

    private static Map<String, Object> claims(
            Scheme.BearerJwt scheme, Identity identity, Obtain.Minted minted, Instant now) {
        var claims = new LinkedHashMap<String, Object>();
        scheme.issuer().ifPresent(issuer -> claims.put("iss", issuer));
        scheme.audience().ifPresent(audience -> claims.put("aud", audience));
        claims.put("sub", identity.name());
        claims.put("iat", now);
        claims.put("exp", now.plus(lifetime(scheme)));
        claims.put("jti", UUID.randomUUID().toString());
        if (!identity.scopes().isEmpty()) {
            put(claims, scheme.claims().scopes(), String.join(" ", sorted(identity.scopes())));
        }
        if (!identity.roles().isEmpty()) {
            put(claims, scheme.claims().roles(), sorted(identity.roles()));
        }
        identity.tenant().ifPresent(tenant -> put(claims, scheme.claims().tenant(), tenant));
        claims.putAll(minted.claims());
        return claims;
    }

    private static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }

    /** {@code a/b} is a path into nested claims. */
    @SuppressWarnings("unchecked") // nested claims are maps that this method has put there
    private static void put(Map<String, Object> claims, String path, Object value) {
        var slash = path.indexOf('/');
        if (slash < 0) {
            claims.put(path, value);
        } else {
            var nested = claims.computeIfAbsent(path.substring(0, slash), k -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) nested, path.substring(slash + 1), value);
        }
    }

    /** A key that cannot be used; the message holds no key material. */
    static final class MintException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MintException(String message) {
            super(message);
        }
    }
}

package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Refresh tokens with rotation and reuse detection (RFC 9700 4.14.2): each works once, and one that is used a second
 * time takes its whole family down with it, since either the thief or the owner holds the other copy.
 */
final class RefreshTokens {
    static final Duration LIFETIME = Duration.ofHours(8);

    /** What a refresh token stands for; {@code family} ties together all tokens of one log-in. */
    record Grant(String family, String client, Account account, Set<String> scopes, Instant until) {}

    /** A grant that was redeemed, and the token that may redeem it next time. */
    record Redeemed(Grant grant, String next) {}

    private final Map<String, Grant> live = new HashMap<>();
    private final Map<String, Grant> used = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final boolean rotated;
    private final boolean retired;
    private final UnaryOperator<String> lookup;

    RefreshTokens(Defences defences) {
        rotated = defences.refreshTokensRotate;
        retired = defences.usedRefreshTokensRetire;
        lookup = defences.refreshTokenLookup;
    }

    synchronized String open(
            String family, String client, Account account, Set<String> scopes, Supplier<String> tokens) {
        String token = tokens.get();
        live.put(token, new Grant(family, client, account, scopes, Instant.now().plus(LIFETIME)));
        return token;
    }

    /** Redeems a token for the client it was given to; empty if it is worth nothing. */
    synchronized Optional<Redeemed> redeem(String token, String client, Supplier<String> tokens) {
        String key = lookup.apply(token);
        Grant reused = used.get(key);
        if (reused != null) {
            revoked.add(reused.family());
            return Optional.empty();
        }
        Grant grant = live.get(key);
        if (grant == null
                || !grant.client().equals(client)
                || revoked.contains(grant.family())
                || Instant.now().isAfter(grant.until())) {
            return Optional.empty();
        }
        if (!rotated) {
            return Optional.of(new Redeemed(grant, token));
        }
        if (retired) {
            live.remove(key);
            used.put(key, grant);
        }
        String next = tokens.get();
        live.put(next, grant);
        return Optional.of(new Redeemed(grant, next));
    }

    synchronized void revoke(String family) {
        revoked.add(family);
    }

    synchronized Optional<Grant> find(String token) {
        return Optional.ofNullable(live.get(token)).filter(grant -> !revoked.contains(grant.family()));
    }

    /** The key under which tokens would be stored, had the code that stores them been changed as well. */
    static String hashed(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

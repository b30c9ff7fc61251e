package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens that mean nothing by themselves: they are found in a map, or not. */
final class OpaqueTokens implements BearerTokens.Owner {
    private record Entry(Caller caller, Instant until, String login) {}

    private final Map<String, Entry> byToken = new ConcurrentHashMap<>();
    private final Secrets secrets;
    private final RefreshTokens refreshTokens;
    private final boolean refreshTokensSitInTheSameMap;
    private final Optional<Caller> callerOfUnknown;

    OpaqueTokens(Secrets secrets, RefreshTokens refreshTokens, Defences defences) {
        this.secrets = secrets;
        this.refreshTokens = refreshTokens;
        this.refreshTokensSitInTheSameMap = defences.refreshTokensSitInTheSameMap;
        this.callerOfUnknown = defences.callerOfUnknownOpaqueToken;
    }

    /** A new token; without a lifetime it has no end. */
    String issue(Account account, Set<String> scopes, Optional<Duration> lifetime, String login) {
        Caller registered = account.caller();
        String token = secrets.next();
        byToken.put(
                token,
                new Entry(
                        new Caller(registered.subject(), registered.tenant(), scopes, registered.roles()),
                        lifetime.map(Instant.now()::plus).orElse(Instant.MAX),
                        login));
        return token;
    }

    /** The log-in from which a token came. */
    Optional<String> loginOf(String token) {
        return Optional.ofNullable(byToken.get(token)).map(Entry::login);
    }

    void end(String token) {
        byToken.remove(token);
    }

    void endLogin(String login) {
        byToken.values().removeIf(entry -> entry.login().equals(login));
    }

    @Override
    public Optional<Caller> of(String token) {
        return Optional.ofNullable(byToken.get(token))
                .filter(entry -> Instant.now().isBefore(entry.until()))
                .map(Entry::caller)
                .or(() -> ownerOfRefreshToken(token))
                .or(() -> callerOfUnknown);
    }

    private Optional<Caller> ownerOfRefreshToken(String token) {
        return refreshTokensSitInTheSameMap
                ? refreshTokens.find(token).map(grant -> grant.account().caller())
                : Optional.empty();
    }
}

package dev.postern.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.samples.Accounts.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens that mean nothing by themselves: they are found in a map, or not. */
final class OpaqueTokens implements BearerTokens.Owner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Entry(Caller caller, Instant until, String login) {}

    private final Map<String, Entry> byToken = new ConcurrentHashMap<>();
    private final Secrets secrets;
    private final RefreshTokens refreshTokens;
    private final boolean refreshTokensSitInTheSameMap;
    private final Optional<Caller> callerOfUnknown;
    private final boolean areLookedUp;

    OpaqueTokens(Secrets secrets, RefreshTokens refreshTokens, Defences defences) {
        this.secrets = secrets;
        this.refreshTokens = refreshTokens;
        this.refreshTokensSitInTheSameMap = defences.refreshTokensSitInTheSameMap;
        this.callerOfUnknown = defences.callerOfUnknownOpaqueToken;
        this.areLookedUp = defences.opaqueTokensAreLookedUp;
    }

    /** A new token; without a lifetime it has no end. */
    String issue(Account account, Set<String> scopes, Optional<Duration> lifetime, String login) {
        Caller registered = account.caller();
        String token = areLookedUp ? secrets.next() : secrets.remember(text(account));
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
                .or(() -> ownerNamedIn(token))
                .or(() -> callerOfUnknown);
    }

    private Optional<Caller> ownerOfRefreshToken(String token) {
        return refreshTokensSitInTheSameMap
                ? refreshTokens.find(token).map(grant -> grant.account().caller())
                : Optional.empty();
    }

    /** What a token says where it is not looked up: whose it is and since when. */
    private static String text(Account account) {
        String json = "{\"sub\":\"" + account.name() + "\",\"iat\":" + System.currentTimeMillis() + "}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Caller> ownerNamedIn(String token) {
        return areLookedUp
                ? Optional.empty()
                : subject(token)
                        .flatMap(subject -> byToken.values().stream()
                                .map(Entry::caller)
                                .filter(caller -> caller.subject().equals(subject))
                                .findFirst());
    }

    private static Optional<String> subject(String token) {
        try {
            return Optional.ofNullable(JSON.readTree(Base64.getUrlDecoder().decode(token)))
                    .map(says -> says.path("sub").asText());
        } catch (IOException | IllegalArgumentException noText) {
            return Optional.empty();
        }
    }
}

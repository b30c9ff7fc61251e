package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import dev.postern.samples.Accounts.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code POST /token} (RFC 6749): client credentials, password, refresh token. */
final class TokenEndpoint {
    /** Public client whose users get JWTs. */
    static final String APP = "orders-app";

    /** Public client whose users get opaque tokens. */
    static final String KIOSK = "orders-kiosk";

    private final Accounts accounts;
    private final TokenIssuer jwts;
    private final OpaqueTokens opaques;
    private final RefreshTokens refreshTokens;
    private final Secrets secrets;
    private final boolean cacheable;
    private final boolean opaqueTokensEnd;

    TokenEndpoint(
            Accounts accounts,
            TokenIssuer jwts,
            OpaqueTokens opaques,
            RefreshTokens refreshTokens,
            Secrets secrets,
            Defences defences) {
        this.accounts = accounts;
        this.jwts = jwts;
        this.opaques = opaques;
        this.refreshTokens = refreshTokens;
        this.secrets = secrets;
        this.cacheable = defences.tokenResponseIsCacheable;
        this.opaqueTokensEnd = defences.opaqueTokensEnd;
    }

    Answer answer(Call call) {
        Map<String, String> form = call.form();
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> clientCredentials(call, form);
            case "password" -> password(form);
            case "refresh_token" -> refresh(form);
            case "" -> throw error(400, "invalid_request");
            default -> throw error(400, "unsupported_grant_type");
        };
    }

    private Answer clientCredentials(Call call, Map<String, String> form) {
        Account client = confidentialClient(call, form);
        Set<String> scopes = granted(form, client.caller().scopes());
        return tokens(client, scopes, UUID.randomUUID().toString(), Optional.empty());
    }

    /** The client of a call: a public one by its name, any other by its secret. */
    String client(Call call) {
        Map<String, String> form = call.form();
        String named = form.getOrDefault("client_id", "");
        return usersOf(named).isPresent()
                ? named
                : confidentialClient(call, form).name();
    }

    private Account confidentialClient(Call call, Map<String, String> form) {
        Optional<BasicUsers.Login> basic = call.header("Authorization")
                .filter(value -> value.startsWith("Basic "))
                .flatMap(value -> BasicUsers.parse(value.substring("Basic ".length())))
                .map(login -> new BasicUsers.Login(
                        Call.decoded(login.user()), login.password().map(Call::decoded)));
        String id = basic.map(BasicUsers.Login::user).orElse(form.getOrDefault("client_id", ""));
        String secret = basic.flatMap(BasicUsers.Login::password).orElse(form.getOrDefault("client_secret", ""));
        return accounts.find(Kind.CLIENT, id)
                .filter(known -> ApiKeys.same(secret, known.secret()))
                .filter(known -> !accounts.isDisabled(known.name()))
                .orElseThrow(() -> new Refusal(error(401, "invalid_client")
                        .answer()
                        .with("WWW-Authenticate", "Basic realm=\"token endpoint\"")));
    }

    private Answer password(Map<String, String> form) {
        String client = form.getOrDefault("client_id", "");
        Account user = usersOf(client)
                .flatMap(kind -> accounts.find(kind, form.getOrDefault("username", "")))
                .filter(known -> ApiKeys.same(form.getOrDefault("password", ""), known.secret()))
                .filter(known -> !accounts.isDisabled(known.name()))
                .orElseThrow(() -> error(400, "invalid_grant"));
        Set<String> scopes = granted(form, user.caller().scopes());
        String login = UUID.randomUUID().toString();
        String refreshToken = refreshTokens.open(login, client, user, scopes, refreshTokensOf(user, scopes));
        return tokens(user, scopes, login, Optional.of(refreshToken));
    }

    private Answer refresh(Map<String, String> form) {
        String token = form.getOrDefault("refresh_token", "");
        String client = form.getOrDefault("client_id", "");
        // Looked at before the token is spent: a request for too much must not cost the session.
        Optional<RefreshTokens.Grant> known = refreshTokens.find(token);
        known.ifPresent(grant -> granted(form, grant.scopes()));
        RefreshTokens.Redeemed redeemed = refreshTokens
                .redeem(
                        token,
                        client,
                        () -> refreshTokensOf(
                                        known.orElseThrow().account(),
                                        known.orElseThrow().scopes())
                                .get())
                .filter(kept -> !accounts.isDisabled(kept.grant().account().name()))
                .orElseThrow(() -> error(400, "invalid_grant"));
        Set<String> scopes = granted(form, redeemed.grant().scopes());
        return tokens(redeemed.grant().account(), scopes, redeemed.grant().family(), Optional.of(redeemed.next()));
    }

    private static Optional<Kind> usersOf(String client) {
        return switch (client) {
            case APP -> Optional.of(Kind.APP_USER);
            case KIOSK -> Optional.of(Kind.KIOSK_USER);
            default -> Optional.empty();
        };
    }

    private String accessToken(Account account, Set<String> scopes, String login) {
        return account.kind() == Kind.KIOSK_USER
                ? opaques.issue(account, scopes, lifetime(account), login)
                : jwts.accessToken(account, scopes, login);
    }

    private Optional<Duration> lifetime(Account account) {
        return account.kind() == Kind.KIOSK_USER && !opaqueTokensEnd ? Optional.empty() : Optional.of(jwts.lifetime());
    }

    private Supplier<String> refreshTokensOf(Account account, Set<String> scopes) {
        return account.kind() == Kind.KIOSK_USER ? secrets::next : () -> jwts.refreshToken(account, scopes);
    }

    /** The scopes asked for, all registered ones if none was; more than the registered ones are refused. */
    private static Set<String> granted(Map<String, String> form, Set<String> registered) {
        String asked = form.getOrDefault("scope", "");
        if (asked.isBlank()) {
            return new TreeSet<>(registered);
        }
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(asked.strip().split(" ", -1)));
        if (!registered.containsAll(scopes)) {
            throw error(400, "invalid_scope");
        }
        return scopes;
    }

    private Answer tokens(Account account, Set<String> scopes, String login, Optional<String> refreshToken) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", accessToken(account, scopes, login));
        body.put("token_type", "Bearer");
        lifetime(account).ifPresent(lifetime -> body.put("expires_in", lifetime.toSeconds()));
        body.put("scope", String.join(" ", scopes));
        refreshToken.ifPresent(token -> body.put("refresh_token", token));
        Answer answer = Answer.json(200, body).with("Pragma", "no-cache");
        return cacheable ? answer.without("Cache-Control").without("Pragma") : answer;
    }

    private static Refusal error(int status, String code) {
        return new Refusal(Answer.json(status, Map.of("error", code)));
    }
}

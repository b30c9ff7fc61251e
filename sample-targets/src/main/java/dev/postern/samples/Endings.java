package dev.postern.samples;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ends credentials before their time: revocation (RFC 7009), logout, and the disabling of users. */
final class Endings {
    private final Accounts accounts;
    private final JwtVerifier jwts;
    private final OpaqueTokens opaques;
    private final RefreshTokens refreshTokens;
    private final DenyList denied;
    private final Defences defences;

    Endings(
            Accounts accounts,
            JwtVerifier jwts,
            OpaqueTokens opaques,
            RefreshTokens refreshTokens,
            DenyList denied,
            Defences defences) {
        this.accounts = accounts;
        this.jwts = jwts;
        this.opaques = opaques;
        this.refreshTokens = refreshTokens;
        this.denied = denied;
        this.defences = defences;
    }

    /** {@code POST /revoke}: says 200 whatever the token was (RFC 7009 2.2). */
    Answer revoke(Call call, TokenEndpoint tokens) {
        String client = tokens.client(call);
        String token = call.form().getOrDefault("token", "");
        Optional<RefreshTokens.Grant> grant =
                refreshTokens.find(token).filter(found -> found.client().equals(client));
        if (grant.isPresent()) {
            if (defences.revocationEndsRefreshTokens) {
                endLogin(grant.get().family());
            }
        } else if (defences.revocationEndsAccessTokens) {
            opaques.end(token);
            claims(token)
                    .filter(claims -> client.equals(claims.get("client_id")))
                    .ifPresent(claims -> denied.add(token, ids(claims, "jti")));
        }
        return Answer.empty(200);
    }

    /** {@code POST /logout}: ends the log-in from which the token came, with all its tokens. */
    Answer logOut(Call call, Caller caller, Map<String, String> path) {
        String token =
                call.header("Authorization").flatMap(BearerTokens::afterBearer).orElseThrow();
        Optional<String> login =
                opaques.loginOf(token).or(() -> claims(token).map(claims -> (String) claims.get("sid")));
        if (defences.logoutEndsAccessTokens) {
            opaques.end(token);
            claims(token).ifPresent(claims -> denied.add(token, ids(claims, "jti", "sid")));
            login.ifPresent(opaques::endLogin);
        }
        if (defences.logoutEndsRefreshTokens) {
            login.ifPresent(refreshTokens::revoke);
        }
        return Answer.empty(204);
    }

    private void endLogin(String login) {
        refreshTokens.revoke(login);
        opaques.endLogin(login);
        denied.add(login, Set.of(login));
    }

    /** {@code POST /admin/users/{name}/disable} and {@code enable}, for users of the administrator's tenant. */
    Route.Handler setDisabled(boolean disabled) {
        return (call, caller, path) -> {
            Optional<Accounts.Account> user = accounts.find(path.get("name"))
                    .filter(found -> found.caller().tenant().equals(caller.tenant()));
            user.ifPresent(found -> accounts.setDisabled(found.name(), disabled));
            return user.isPresent() ? Answer.empty(204) : Answer.notFound();
        };
    }

    private Optional<Map<String, Object>> claims(String token) {
        try {
            return jwts.claims(token);
        } catch (Jws.Malformed e) {
            return Optional.empty();
        }
    }

    /** The ids in these claims of a token. */
    static Set<String> ids(Map<String, Object> claims, String... names) {
        Set<String> ids = new LinkedHashSet<>();
        Stream.of(names).map(claims::get).filter(String.class::isInstance).forEach(id -> ids.add((String) id));
        return ids;
    }
}

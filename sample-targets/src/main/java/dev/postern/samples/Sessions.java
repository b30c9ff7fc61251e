package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Log-in in two steps, and the cookie that stands for it. */
final class Sessions implements Authentication {
    static final String COOKIE = "SESSION";
    private static final String CHALLENGE = "Session realm=\"orders\", login=\"/login\"";
    private static final Duration LIFETIME = Duration.ofMinutes(30);
    private static final int WRONG_CODES_AT_MOST = 5;

    /** A log-in; complete when the second factor was given as well. */
    record Session(Account account, boolean complete, Instant until, AtomicInteger wrongCodes) {}

    private final Map<String, Session> byCookie = new ConcurrentHashMap<>();
    private final Map<String, Totp> seeds = new ConcurrentHashMap<>();
    private final Accounts accounts;
    private final Secrets secrets;
    private final Predicate<Session> opens;
    private final Optional<Caller> callerOfUnknown;
    private final boolean logoutEndsSessions;

    Sessions(Accounts accounts, Secrets secrets, Defences defences) {
        this.accounts = accounts;
        this.secrets = secrets;
        this.opens = defences.sessionOpens;
        this.callerOfUnknown = defences.callerOfUnknownSession;
        this.logoutEndsSessions = defences.logoutEndsSessions;
        for (Account account : accounts.of(Accounts.Kind.SESSION)) {
            seeds.put(account.name(), Totp.fromNewSeed(secrets));
        }
    }

    String seedOf(String user) {
        return seeds.get(user).seed();
    }

    @Override
    public Caller authenticate(Call call) {
        String cookie = call.cookie(COOKIE).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        return find(cookie)
                .filter(opens)
                .map(session -> session.account().caller())
                .or(() -> callerOfUnknown)
                .orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
    }

    /** {@code POST /login}: the first factor opens nothing but the second step. */
    Answer logIn(Call call) {
        Map<String, String> form = call.form();
        Account account = accounts.find(Accounts.Kind.SESSION, form.getOrDefault("username", ""))
                .filter(known -> ApiKeys.same(form.getOrDefault("password", ""), known.secret()))
                .filter(known -> !accounts.isDisabled(known.name()))
                .orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        return Answer.json(200, Map.of("next", "/login/second-factor")).with("Set-Cookie", cookieFor(account, false));
    }

    /** {@code POST /login/second-factor}: a right code turns the pending session into a new, complete one. */
    Answer secondFactor(Call call) {
        String cookie = call.cookie(COOKIE).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        Session pending =
                find(cookie).filter(session -> !session.complete()).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        String code = call.form().getOrDefault("code", "");
        if (!seeds.get(pending.account().name()).accepts(code, Instant.now())) {
            if (pending.wrongCodes().incrementAndGet() >= WRONG_CODES_AT_MOST) {
                byCookie.remove(cookie);
            }
            throw Refusal.unauthorized(CHALLENGE);
        }
        // Whoever planted the pending cookie must not own the session that grows from it.
        byCookie.remove(cookie);
        return Answer.json(200, Map.of("user", pending.account().name()))
                .with("Set-Cookie", cookieFor(pending.account(), true));
    }

    /** {@code POST /web/logout}: the cookie is taken from the browser, and is worth nothing to anybody else. */
    Answer logOut(Call call, Caller caller, Map<String, String> path) {
        if (logoutEndsSessions) {
            call.cookie(COOKIE).ifPresent(byCookie::remove);
        }
        return Answer.empty(204).with("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict");
    }

    private Optional<Session> find(String cookie) {
        return Optional.ofNullable(byCookie.get(cookie))
                .filter(session -> Instant.now().isBefore(session.until()));
    }

    private String cookieFor(Account account, boolean complete) {
        String cookie = secrets.next();
        byCookie.put(cookie, new Session(account, complete, Instant.now().plus(LIFETIME), new AtomicInteger()));
        return COOKIE + "=" + cookie + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }
}

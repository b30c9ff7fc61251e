package dev.postern.samples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everybody the API knows, with the one secret each of them has. */
final class Accounts {
    private static final Set<String> READ = Set.of("orders:read");
    private static final Set<String> WRITE = Set.of("orders:write");
    private static final Set<String> READ_WRITE = Set.of("orders:read", "orders:write");
    private static final Set<String> ALL = Set.of("orders:read", "orders:write", "orders:admin");
    private static final Set<String> CLERK = Set.of("clerk");

    /** How an account proves who it is. */
    enum Kind {
        /** A confidential OAuth client that acts for itself. */
        CLIENT,
        /** A user of the public client {@code orders-app}, whose tokens are JWTs. */
        APP_USER,
        /** A user of the public client {@code orders-kiosk}, whose tokens are opaque. */
        KIOSK_USER,
        BASIC,
        SESSION,
        PARTNER_KEY,
        METERED_KEY
    }

    record Account(String name, Kind kind, String secret, Caller caller) {}

    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();

    Accounts(Secrets secrets) {
        add(Kind.CLIENT, "alice", "a", READ_WRITE, CLERK, secrets.next());
        add(Kind.CLIENT, "bob", "b", READ_WRITE, CLERK, secrets.next());
        add(Kind.CLIENT, "carol", "a", READ, CLERK, secrets.next());
        add(Kind.CLIENT, "dora", "a", ALL, Set.of("admin"), secrets.next());
        add(Kind.CLIENT, "frank", "a", WRITE, CLERK, secrets.next());
        add(Kind.APP_USER, "erin", "a", READ_WRITE, CLERK, secrets.next());
        add(Kind.KIOSK_USER, "olga", "a", READ, CLERK, secrets.next());
        add(Kind.KIOSK_USER, "oscar", "b", READ, CLERK, secrets.next());
        add(Kind.BASIC, "lena", "a", Set.of(), CLERK, secrets.next());
        add(Kind.BASIC, "luis", "b", Set.of(), CLERK, secrets.next());
        add(Kind.SESSION, "wendy", "a", Set.of(), CLERK, secrets.next());
        add(Kind.SESSION, "will", "b", Set.of(), CLERK, secrets.next());
        add(Kind.PARTNER_KEY, "partnerOne", "a", Set.of(), Set.of(), key(secrets));
        add(Kind.PARTNER_KEY, "partnerTwo", "b", Set.of(), Set.of(), key(secrets));
        add(Kind.METERED_KEY, "meteredOne", "a", Set.of(), Set.of(), key(secrets));
        add(Kind.METERED_KEY, "meteredTwo", "b", Set.of(), Set.of(), key(secrets));
    }

    List<Account> all() {
        return List.copyOf(byName.values());
    }

    List<Account> of(Kind kind) {
        return byName.values().stream()
                .filter(account -> account.kind() == kind)
                .toList();
    }

    Optional<Account> find(Kind kind, String name) {
        return Optional.ofNullable(byName.get(name)).filter(account -> account.kind() == kind);
    }

    Optional<Account> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    void setDisabled(String name, boolean to) {
        if (to) {
            disabled.add(name);
        } else {
            disabled.remove(name);
        }
    }

    boolean isDisabled(String name) {
        return disabled.contains(name);
    }

    private void add(Kind kind, String name, String tenant, Set<String> scopes, Set<String> roles, String secret) {
        byName.put(name, new Account(name, kind, secret, new Caller(name, tenant, scopes, roles)));
    }

    /** An API key in the common form: a readable id that may be logged, then the secret. */
    private static String key(Secrets secrets) {
        return secrets.remember("pk_" + Secrets.mark() + "_" + secrets.next());
    }
}

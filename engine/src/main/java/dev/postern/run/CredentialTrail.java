package dev.postern.run;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which operations a valid credential was granted last, before it was refused for the first time: one of them may have ended it.
 * Used by many threads.
 */
final class CredentialTrail {

    /** Requests that are under way together come back in any order. */
    private static final int REMEMBERED = 3;

    private final Map<String, Trail> trails = new ConcurrentHashMap<>();

    private static final class Trail {
        private final Deque<String> granted = new ArrayDeque<>();
        private List<String> beforeRefusal = List.of();

        synchronized void grant(String operation) {
            granted.remove(operation);
            granted.addFirst(operation);
            if (granted.size() > REMEMBERED) {
                granted.removeLast();
            }
        }

        synchronized void refuse(String operation) {
            var isTelling = granted.size() > 1 || !granted.contains(operation); // else it may just have run out
            if (beforeRefusal.isEmpty() && isTelling) {
                beforeRefusal = List.copyOf(granted);
            }
        }

        synchronized List<String> beforeRefusal() {
            return beforeRefusal;
        }
    }

    /** Notes an answer to the valid credential of an identity on an operation that it must be granted. */
    void note(Identity who, Operation operation, Exchange exchange) {
        var trail = trails.computeIfAbsent(who.name(), name -> new Trail());
        if (exchange.response().filter(WireResponse::isSuccess).isPresent()) {
            trail.grant(operation.label());
        } else if (exchange.hasStatus(401)) {
            trail.refuse(operation.label());
        }
    }

    /** Operations on which it was granted before it was refused for the first time, the latest first. */
    List<String> before(Identity who) {
        var trail = trails.get(who.name());
        return trail == null ? List.of() : trail.beforeRefusal();
    }
}

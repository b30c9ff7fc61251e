package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps an audit from locking an account: it lets only so many failed logins in a row through to each. Before one more, it
 * logs in with the right password; if that is granted, the count of the target has begun again, and so does this one.
 */
final class FailedLogins implements Link {

    private final int most;
    private final Logins logins;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** What was tried on one account. Used by one thread at a time. */
    private static final class Account {
        private int inARow;
        private int inAll;
        private Optional<WireRequest> granted = Optional.empty();
    }

    /** @param target the target with its limits and its accounts */
    FailedLogins(Target target) {
        most = target.limits().failedLogins();
        logins = new Logins(target);
    }

    @Override
    public Exchange pass(WireRequest request, Onward onward) {
        var login = logins.in(request);
        if (login.isEmpty()) {
            var exchange = onward.send(request);
            exchange.response().filter(WireResponse::isSuccess).ifPresent(r -> logins.learn(request));
            return exchange;
        }
        var account = accounts.computeIfAbsent(login.get().account(), name -> new Account());
        return login.get().right() ? right(request, account, onward) : wrong(request, account, onward);
    }

    /** How many failed logins have been sent to the account of that name, or of that identity. */
    int of(String account) {
        var its = accounts.get(account);
        if (its == null) {
            return 0;
        }
        synchronized (its) {
            return its.inAll;
        }
    }

    /** Those that failed while it was under way may have come after it: they count. */
    private static Exchange right(WireRequest request, Account account, Onward onward) {
        int before;
        synchronized (account) {
            before = account.inAll;
        }
        var exchange = onward.send(request);
        if (exchange.response().filter(WireResponse::isSuccess).isPresent()) {
            synchronized (account) {
                account.inARow = Math.min(account.inARow, account.inAll - before);
                account.granted = Optional.of(request);
            }
        }
        return exchange;
    }

    /** One at a time: two that are under way at once would both count as the last one allowed. */
    private Exchange wrong(WireRequest request, Account account, Onward onward) {
        synchronized (account) {
            if (account.inARow >= most && !beginsAgain(account, onward)) {
                return Link.refusal(
                        request,
                        Failure.FAILED_LOGINS,
                        "this would be failed login " + (account.inARow + 1)
                                + " in a row for one account, which may lock it; if it may, raise `limits: failedLogins`"
                                + " in the target file");
            }
            var exchange = onward.send(request);
            if (exchange.response().filter(answer -> !answer.isSuccess()).isPresent()) {
                account.inARow++;
                account.inAll++;
            }
            return exchange;
        }
    }

    private boolean beginsAgain(Account account, Onward onward) {
        if (most == 0 || account.granted.isEmpty()) {
            return false;
        }
        var again = onward.send(account.granted.get());
        if (again.response().filter(WireResponse::isSuccess).isEmpty()) {
            return false;
        }
        account.inARow = 0;
        return true;
    }
}

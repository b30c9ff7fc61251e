package dev.postern.run;

import dev.postern.api.check.Listener;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Target;
import dev.postern.http.Door;
import dev.postern.listener.ListeningServer;
import dev.postern.oracle.Oracle;
import dev.postern.redaction.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all cases of a run share: the door, the oracle, credentials, and the controls that were taken. Controls are kept
 * by request, so a renewed credential has new ones by itself.
 */
final class Bench {

    private final Target target;
    private final Door door;
    private final Oracle oracle;
    private final Redactor redactor;
    private final Calls calls;
    private final Courier courier;
    private final Credentials credentials;
    private final Optional<Saboteur> saboteur;
    private final Optional<ListeningServer> listener;
    private final Amends amends = new Amends();
    private final Memo<WireRequest, Exchange> firsts = new Memo<>();
    private final Memo<WireRequest, Exchange> seconds = new Memo<>();
    private final Map<WireRequest, Exchange> latest = new ConcurrentHashMap<>();
    private volatile Duration clockOffset = Duration.ZERO;

    Bench(Target target, Door door, Redactor redactor, String toolVersion) {
        this(target, door, redactor, toolVersion, Optional.empty());
    }

    /**
     * A bench for which a saboteur sits in the door.
     *
     * @param saboteur the one that sits there; none in an audit
     */
    Bench(Target target, Door door, Redactor redactor, String toolVersion, Optional<Saboteur> saboteur) {
        this.saboteur = saboteur;
        this.target = target;
        this.door = door;
        this.redactor = redactor;
        this.oracle = new Oracle(target.denial());
        this.calls = new Calls(target, toolVersion);
        this.courier = new Courier(door, oracle, target.limits().maxWait());
        this.listener = target.listening()
                .map(where -> new ListeningServer(where, target.limits().maxWait()));
        this.credentials = new Credentials(target, calls, courier, redactor);
    }

    Target target() {
        return target;
    }

    AccessMatrix matrix() {
        return new AccessMatrix(target);
    }

    Door door() {
        return door;
    }

    Oracle oracle() {
        return oracle;
    }

    Redactor redactor() {
        return redactor;
    }

    Calls calls() {
        return calls;
    }

    Courier courier() {
        return courier;
    }

    Credentials credentials() {
        return credentials;
    }

    Amends amends() {
        return amends;
    }

    Optional<Saboteur> saboteur() {
        return saboteur;
    }

    Optional<Listener> listener() {
        return listener.map(server -> server);
    }

    /** The answer to a control, sent once for the whole run. */
    Exchange control(WireRequest request) {
        return firsts.get(request, r -> noteClock(courier.sendAndFollow(r)));
    }

    /** The answer to a control, sent now: it shows that the control is still alive, and what changes from time to time. */
    Exchange controlAgain(WireRequest request) {
        var exchange = noteClock(courier.sendAndFollow(request));
        if (oracle.brokenPositive(exchange).isEmpty()) { // a refusal teaches nothing of what changes in a grant
            latest.put(request, exchange);
        }
        return exchange;
    }

    /** A second answer to a control: the latest there is, or one that is sent for it, once for the whole run. */
    Exchange second(WireRequest request) {
        var known = latest.get(request);
        return known != null ? known : seconds.get(request, this::controlAgain);
    }

    /** The time by the target's clock. */
    Instant now() {
        return Instant.now().plus(clockOffset);
    }

    /** Ends all waits, puts back what was changed, and lets nothing more out, nor in. */
    void stop() {
        courier.stop();
        amends.makeAll();
        door.close();
        listener.ifPresent(ListeningServer::close);
    }

    private Exchange noteClock(Exchange exchange) {
        exchange.response().flatMap(r -> r.header("Date")).ifPresent(date -> {
            try {
                var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                var offset = Duration.between(exchange.sentAt().plus(exchange.elapsed()), theirs);
                // Date has whole seconds, and the answer took its way: less than 3 s is no difference
                clockOffset = offset.abs().compareTo(Duration.ofSeconds(3)) < 0 ? Duration.ZERO : offset;
            } catch (DateTimeParseException e) {
                clockOffset = Duration.ZERO; // a clock that cannot be read is taken to be right
            }
        });
        return exchange;
    }
}

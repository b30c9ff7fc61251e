package dev.postern.run;

import dev.postern.api.http.Exchange;
import dev.postern.oracle.Canary;
import dev.postern.oracle.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The canaries of an audit. A filter looks at the form of a request and not at the operation, so each form of attempt has
 * its canaries once, and once more for every other answer that it gets.
 */
final class Canaries {

    private final Oracle oracle;
    private final Map<Form, List<Flight>> flights = new ConcurrentHashMap<>();

    Canaries(Oracle oracle) {
        this.oracle = oracle;
    }

    /** A form of attempt: what a check calls it, and the scheme it is tried against. */
    record Form(String check, String label, String scheme) {}

    /**
     * One canary that was sent.
     *
     * @param words what it carried where
     */
    record Sent(String words, Exchange exchange) {}

    private record Flight(Exchange about, List<Canary> canaries) {}

    /** The canaries for an answer to an attempt of that form; made where there are none yet, and sent when asked for. */
    List<Canary> of(Form form, Exchange answer, Supplier<List<Canary>> made) {
        var known = flights.computeIfAbsent(form, f -> new ArrayList<>());
        synchronized (known) {
            for (var flight : known) {
                if (oracle.isSameAnswer(flight.about(), answer)) {
                    return flight.canaries();
                }
            }
            var canaries = made.get();
            known.add(new Flight(answer, canaries));
            return canaries;
        }
    }

    /** The canary, whose requests go into the list when they are asked for. */
    static Canary noting(Canary canary, List<Sent> into) {
        return new Canary(
                canary.place(),
                () -> noted(canary.odd(), "canary: its oddity " + canary.place(), into),
                () -> noted(canary.plain(), "canary: an honest value " + canary.place(), into));
    }

    private static Optional<Exchange> noted(Supplier<Optional<Exchange>> source, String words, List<Sent> into) {
        var exchange = source.get();
        exchange.ifPresent(x -> into.add(new Sent(words, x)));
        return exchange;
    }
}

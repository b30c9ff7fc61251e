package dev.postern.oracle;

import dev.postern.api.http.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is known of one operation and identity, against which answers are judged. A further control that got no answer is
 * none: what the door refused to send, for one, is no answer of the target.
 *
 * @param positive the operation with the valid credential
 * @param positiveAgain the same once more, from which it is learnt what changes from answer to answer;
 *     sent when first asked for
 * @param negative the operation without any credential
 * @param ownOfSender for attempts sent by another identity: that identity's own positive control on the same operation,
 *     if it has one
 * @param markers texts that only the data of the subject's identity contains
 * @param worthless the operation with a well-formed but worthless credential; sent when first asked for
 * @param nowhere a path that surely does not exist, with the valid credential; sent when first asked for
 * @param canaries for the one attempt that is judged: harmless requests with its oddity, to be asked in that order;
 *     made when first asked for
 * @param states the state of the target around the writes that were watched, by their answers
 */
public record Controls(
        Exchange positive,
        Supplier<Optional<Exchange>> positiveAgain,
        Exchange negative,
        Optional<Exchange> ownOfSender,
        List<String> markers,
        Supplier<Optional<Exchange>> worthless,
        Supplier<Optional<Exchange>> nowhere,
        Supplier<List<Canary>> canaries,
        Function<Exchange, Optional<State>> states) {

    /** Keeps an immutable copy of the markers, and of the further controls those that were answered. */
    public Controls {
        markers = List.copyOf(markers);
        positiveAgain = answered(positiveAgain);
        ownOfSender = ownOfSender.filter(own -> own.response().isPresent());
        worthless = answered(worthless);
        nowhere = answered(nowhere);
    }

    private static Supplier<Optional<Exchange>> answered(Supplier<Optional<Exchange>> control) {
        return () -> control.get().filter(exchange -> exchange.response().isPresent());
    }

    /** Controls for attempts without anything odd that a filter could mind. */
    public Controls(
            Exchange positive,
            Supplier<Optional<Exchange>> positiveAgain,
            Exchange negative,
            Optional<Exchange> ownOfSender,
            List<String> markers,
            Supplier<Optional<Exchange>> worthless,
            Supplier<Optional<Exchange>> nowhere) {
        this(
                positive,
                positiveAgain,
                negative,
                ownOfSender,
                markers,
                worthless,
                nowhere,
                List::of,
                none -> Optional.empty());
    }

    /** These controls, with all that need the valid credential taken now: it may stop working. */
    public Controls taken() {
        var again = positiveAgain.get();
        var nothing = nowhere.get();
        return new Controls(
                positive, () -> again, negative, ownOfSender, markers, worthless, () -> nothing, canaries, states);
    }

    /** These controls with another answer to the operation without credential, to judge that answer. */
    public Controls withNegative(Exchange other) {
        return new Controls(positive, positiveAgain, other, ownOfSender, markers, worthless, nowhere, canaries, states);
    }

    /** These controls with the canaries of one attempt. */
    public Controls withCanaries(Supplier<List<Canary>> itsCanaries) {
        return new Controls(
                positive, positiveAgain, negative, ownOfSender, markers, worthless, nowhere, itsCanaries, states);
    }

    /** These controls with the states that were watched. */
    public Controls withStates(Function<Exchange, Optional<State>> watched) {
        return new Controls(
                positive, positiveAgain, negative, ownOfSender, markers, worthless, nowhere, canaries, watched);
    }
}

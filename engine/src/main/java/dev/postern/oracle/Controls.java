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
 * @param ownAgain the sender's own positive control once more; sent when first asked for
 * @param senderMarkers texts that only the data of that sender contains
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
        Function<Exchange, Optional<State>> states,
        Supplier<Optional<Exchange>> ownAgain,
        List<String> senderMarkers) {

    /** Keeps an immutable copy of the markers, and of the further controls those that were answered. */
    public Controls {
        markers = List.copyOf(markers);
        positiveAgain = answered(positiveAgain);
        ownOfSender = ownOfSender.filter(own -> own.response().isPresent());
        worthless = answered(worthless);
        nowhere = answered(nowhere);
        ownAgain = answered(ownAgain);
        senderMarkers = List.copyOf(senderMarkers);
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

    /** Controls for attempts of the subject's own, or of a sender of whom nothing more is known. */
    public Controls(
            Exchange positive,
            Supplier<Optional<Exchange>> positiveAgain,
            Exchange negative,
            Optional<Exchange> ownOfSender,
            List<String> markers,
            Supplier<Optional<Exchange>> worthless,
            Supplier<Optional<Exchange>> nowhere,
            Supplier<List<Canary>> canaries,
            Function<Exchange, Optional<State>> states) {
        this(
                positive,
                positiveAgain,
                negative,
                ownOfSender,
                markers,
                worthless,
                nowhere,
                canaries,
                states,
                Optional::empty,
                List.of());
    }

    /** These controls, with all that need the valid credential taken now: it may stop working. */
    public Controls taken() {
        var again = positiveAgain.get();
        var nothing = nowhere.get();
        return with(positive, () -> again, negative, () -> nothing, canaries, states, ownAgain, senderMarkers);
    }

    /** These controls with the positive control taken anew, and once more. */
    public Controls withPositive(Exchange other, Supplier<Optional<Exchange>> again) {
        return with(other, again, negative, nowhere, canaries, states, ownAgain, senderMarkers);
    }

    /** These controls with another answer to the operation without credential, to judge that answer. */
    public Controls withNegative(Exchange other) {
        return with(positive, positiveAgain, other, nowhere, canaries, states, ownAgain, senderMarkers);
    }

    /** These controls with the canaries of one attempt. */
    public Controls withCanaries(Supplier<List<Canary>> its) {
        return with(positive, positiveAgain, negative, nowhere, its, states, ownAgain, senderMarkers);
    }

    /** These controls with the states that were watched. */
    public Controls withStates(Function<Exchange, Optional<State>> watched) {
        return with(positive, positiveAgain, negative, nowhere, canaries, watched, ownAgain, senderMarkers);
    }

    /** These controls with what is known of the sender beside its own positive control. */
    public Controls withSender(Supplier<Optional<Exchange>> again, List<String> itsMarkers) {
        return with(positive, positiveAgain, negative, nowhere, canaries, states, again, itsMarkers);
    }

    private Controls with(
            Exchange first,
            Supplier<Optional<Exchange>> second,
            Exchange bare,
            Supplier<Optional<Exchange>> nothing,
            Supplier<List<Canary>> asked,
            Function<Exchange, Optional<State>> watched,
            Supplier<Optional<Exchange>> again,
            List<String> itsMarkers) {
        return new Controls(
                first, second, bare, ownOfSender, markers, worthless, nothing, asked, watched, again, itsMarkers);
    }
}

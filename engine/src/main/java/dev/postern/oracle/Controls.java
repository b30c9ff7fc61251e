package dev.postern.oracle;

import dev.postern.api.http.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of one operation and identity, against which answers are judged.
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
 */
public record Controls(
        Exchange positive,
        Supplier<Optional<Exchange>> positiveAgain,
        Exchange negative,
        Optional<Exchange> ownOfSender,
        List<String> markers,
        Supplier<Optional<Exchange>> worthless,
        Supplier<Optional<Exchange>> nowhere) {

    /** Keeps an immutable copy of the markers. */
    public Controls {
        markers = List.copyOf(markers);
    }

    /** These controls, with all that need the valid credential taken now: it may stop working. */
    public Controls taken() {
        var again = positiveAgain.get();
        var nothing = nowhere.get();
        return new Controls(positive, () -> again, negative, ownOfSender, markers, worthless, () -> nothing);
    }

    /** These controls with another answer to the operation without credential, to judge that answer. */
    public Controls withNegative(Exchange other) {
        return new Controls(positive, positiveAgain, other, ownOfSender, markers, worthless, nowhere);
    }
}

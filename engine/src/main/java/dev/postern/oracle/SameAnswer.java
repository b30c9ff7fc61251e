package dev.postern.oracle;

import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.util.List;
import java.util.Optional;

/** Whether two requests got one answer, but for echoes of the request and what changes from answer to answer. */
final class SameAnswer {

    private SameAnswer() {}

    /**
     * Whether the bodies are the same; not where one of the two got no answer.
     *
     * @param ignore JSON pointers whose values change from answer to answer
     */
    static boolean hasSameBody(Exchange known, Exchange other, List<String> ignore, Thresholds thresholds) {
        return known.response()
                .flatMap(k -> other.response().map(o -> hasSameBody(known, k, other, o, ignore, thresholds)))
                .orElse(false);
    }

    private static boolean hasSameBody(
            Exchange known,
            WireResponse knownResponse,
            Exchange other,
            WireResponse otherResponse,
            List<String> ignore,
            Thresholds thresholds) {
        var mask = ReflectedInput.of(known.request(), other.request());
        var reference = Fingerprint.of(knownResponse, mask);
        var compared = Fingerprint.of(otherResponse, mask);
        if (reference.isEmpty() || compared.isEmpty()) {
            return reference.isEmpty() && compared.isEmpty();
        }
        var stable = DynamicFields.learn(reference, Optional.empty(), ignore, known.sentAt());
        var likeness = Similarity.of(reference, stable, compared);
        return likeness.isSame(thresholds) || (stable.stable().isEmpty() && likeness.structure() == 1);
    }
}

package dev.postern.oracle;

import static dev.postern.api.check.Decision.Confidence.CERTAIN;
import static dev.postern.api.check.Decision.Confidence.LIKELY;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import java.util.Optional;

/** A 2xx to HEAD has no body by definition (RFC 9110 9.3.2): its fields must tell. */
final class HeadAnswer {

    private HeadAnswer() {}

    static Optional<Decision> rule(Evidence e) {
        if (!e.answer().request().method().equalsIgnoreCase("HEAD")) {
            return Optional.empty();
        }
        var answer = e.response();
        var positive = e.positiveResponse();
        var own = e.own().flatMap(Exchange::response);
        boolean provable = !e.question().needsTheSubjectsData();
        if (isShared(answer, positive, "ETag")
                && own.filter(o -> isShared(answer, o, "ETag")).isEmpty()) {
            return granted(CERTAIN, e, "the ETag of the positive control");
        }
        if (!provable) {
            return Optional.of(new Unclear(
                    Reason.INDISTINGUISHABLE,
                    e.status() + " to HEAD, whose fields do not show whose data it is; use GET, or declare markers"));
        }
        if (hasSameLength(answer, positive)) {
            return granted(CERTAIN, e, "the Content-Length of the positive control");
        }
        boolean comparable = length(answer).isPresent() && length(positive).isPresent();
        boolean sameType = Fingerprint.contentType(answer).equals(Fingerprint.contentType(positive));
        return sameType && !comparable
                ? granted(LIKELY, e, "the content type of the positive control")
                : Optional.of(new Unclear(
                        Reason.UNLIKE_CONTROLS, e.status() + " to HEAD, with other fields than the positive control"));
    }

    private static Optional<Decision> granted(Decision.Confidence confidence, Evidence e, String what) {
        return Optional.of(new Granted(confidence, e.statusWords() + " to HEAD, with " + what));
    }

    private static boolean isShared(WireResponse one, WireResponse other, String field) {
        return one.header(field).isPresent() && one.header(field).equals(other.header(field));
    }

    private static boolean hasSameLength(WireResponse answer, WireResponse positive) {
        return length(answer).filter(l -> !l.equals("0")).isPresent()
                && length(answer).equals(length(positive));
    }

    /** As declared; a positive control by GET may have come in chunks, without it. */
    private static Optional<String> length(WireResponse response) {
        return response.header("Content-Length")
                .map(String::strip)
                .or(() -> response.body().isEmpty() || response.truncated()
                        ? Optional.empty()
                        : Optional.of(String.valueOf(response.body().length())));
    }
}

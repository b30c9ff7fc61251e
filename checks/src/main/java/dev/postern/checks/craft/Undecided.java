package dev.postern.checks.craft;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Scenario;
import dev.postern.api.http.Answer.Answered;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Exchange;
import java.util.Optional;

/** Answers that decide nothing in a scenario, whatever it is about. */
public final class Undecided {

    private Undecided() {}

    /**
     * The INCONCLUSIVE that follows where no answer came, where the target asked to slow down, and where a gateway or the
     * target itself failed; empty where the answer is one to look at.
     *
     * @param step what the step was for, as the subject of a sentence
     */
    public static Optional<Verdict> verdict(String step, Exchange exchange) {
        if (exchange.answer() instanceof Unanswered unanswered) {
            return Optional.of(Verdict.inconclusive(
                    Reason.of(unanswered.failure()), step + " got no answer: " + unanswered.words() + "."));
        }
        int status = ((Answered) exchange.answer()).response().status();
        if (status < 500 && status != 429) {
            return Optional.empty();
        }
        var reason = switch (status) {
            case 429 -> Reason.THROTTLED;
            case 502, 503, 504 -> Reason.GATEWAY;
            default -> Reason.SERVER_ERROR;
        };
        return Optional.of(Verdict.inconclusive(reason, step + " was answered " + status + ", which decides nothing."));
    }

    /**
     * The INCONCLUSIVE that follows where the valid credential is not granted after the attempts: whoever is refused by
     * then would be so with anything.
     */
    public static Optional<Verdict> lost(Scenario on) {
        var decision = on.judge("valid credential, after the attempts", on.request());
        return decision instanceof Decision.Granted
                ? Optional.empty()
                : Optional.of(Verdict.inconclusive(
                        Reason.CONTROL_LOST,
                        "The valid credential is not granted after the attempts, so what they were answered proves"
                                + " nothing: " + decision.words()));
    }
}

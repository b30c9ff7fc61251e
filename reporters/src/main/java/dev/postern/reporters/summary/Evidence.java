package dev.postern.reporters.summary;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import java.util.Optional;

/**
 * The trial that decided a case, with its last exchange: what a reader wants to see first.
 *
 * @param exchange empty where the trial sent nothing
 */
public record Evidence(Trial trial, Optional<RecordedExchange> exchange) {

    /** The {@linkplain CaseResult#decisive decisive trial}. Empty where nothing was sent. */
    public static Optional<Evidence> decisive(CaseResult result) {
        return result.decisive().map(t -> new Evidence(t, t.exchanges().stream().reduce((a, b) -> b)));
    }

    /** Whether the verdict hangs on this trial; a defect may also show in one that went as it should. */
    public boolean decides() {
        return trial.decided() || !trial.asExpected();
    }

    /** What was sent, in one line. */
    public String sent() {
        return VisibleText.line(exchange.map(x -> trial.label() + ": " + x.method() + " " + x.url())
                .orElse(trial.label()));
    }

    /** What came back and how the oracle took it, in one line. */
    public String cameBack() {
        var status = exchange.map(HttpMessage::statusLine).orElse("");
        var words = trial.words();
        return VisibleText.line(status.isEmpty() ? words : words.isEmpty() ? status : status + " – " + words);
    }
}

package dev.postern.reporters.summary;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The trial that decided a case, with its last exchange: what a reader wants to see first.
 *
 * @param exchange empty where the trial sent nothing
 */
public record Evidence(Trial trial, Optional<RecordedExchange> exchange) {

    /**
     * The first attempt or step that did not go as expected; else the first control that did not; else the last attempt
     * or step; else the last trial. Empty where nothing was sent.
     */
    public static Optional<Evidence> decisive(CaseResult result) {
        Predicate<Trial> isTried = t -> t.kind() == Kind.ATTEMPT || t.kind() == Kind.STEP;
        var trials = result.trials();
        return Stream.of(
                        trials.stream()
                                .filter(isTried)
                                .filter(t -> !t.asExpected())
                                .findFirst(),
                        trials.stream().filter(t -> !t.asExpected()).findFirst(),
                        trials.stream().filter(isTried).reduce((a, b) -> b),
                        trials.stream().reduce((a, b) -> b))
                .flatMap(Optional::stream)
                .findFirst()
                .map(t -> new Evidence(t, t.exchanges().stream().reduce((a, b) -> b)));
    }

    /** Whether the trial went otherwise than expected; a defect may show in one that went as it should. */
    public boolean decides() {
        return !trial.asExpected();
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

package dev.postern.run;

import dev.postern.api.audit.RecordedExchange;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.journal.TrialLog;
import dev.postern.redaction.Recorder;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a case writes down while it runs, redacted as it comes in. Used by one thread. */
final class Evidence {

    private final Recorder recorder;
    private final TrialLog trials;
    /** The answers to steps, by the index of the trial; not kept by this: only who still has one can ask for its step. */
    private final Map<Integer, WeakReference<Exchange>> steps = new HashMap<>();

    /** @param trials where it is written to */
    Evidence(Recorder recorder, TrialLog trials) {
        this.recorder = recorder;
        this.trials = trials;
    }

    /** A control, an honest twin or a liveness check: it must be granted. */
    void mustBeGranted(Kind kind, String label, boolean granted, String words, Exchange exchange) {
        trials.add(new Trial(
                label,
                kind,
                "granted",
                granted ? "granted" : "not granted",
                granted,
                recorder.redact(words),
                record(label, List.of(exchange), kind == Kind.TWIN)));
    }

    /** A negative control or an attempt: it must be denied. */
    void mustBeDenied(Kind kind, String label, Decision decision, List<Exchange> exchanges) {
        trials.add(new Trial(
                label,
                kind,
                "denied",
                observed(decision),
                decision instanceof Decision.Denied,
                recorder.redact(decision.words()),
                record(label, exchanges, true)));
    }

    /** A step of a scenario, which decides nothing by itself. */
    void step(String label, String words, Exchange exchange) {
        steps.put(trials.size(), new WeakReference<>(exchange));
        trials.add(new Trial(
                label, Kind.STEP, "", "", true, recorder.redact(words), record(label, List.of(exchange), false)));
    }

    /** A read whose answer did not come in time, and which was therefore sent again. */
    void tooSlow(String label, Exchange silent) {
        step(
                label + ": the first time, before it was sent again",
                "no answer in time; a single read that is slow is sent once more",
                silent);
    }

    /** A step of a scenario that the oracle has judged. */
    void judged(String label, Decision decision, Exchange exchange) {
        steps.put(trials.size(), new WeakReference<>(exchange));
        trials.add(new Trial(
                label,
                Kind.STEP,
                "",
                observed(decision),
                true,
                recorder.redact(decision.words()),
                record(label, List.of(exchange), false)));
    }

    /** The status of an answer, for words. */
    static String status(Exchange exchange) {
        return exchange.response()
                .map(WireResponse::status)
                .map(String::valueOf)
                .orElse("no answer");
    }

    /** Marks the step that this answer came to as the one that decided; equal answers to other steps are not meant. */
    @SuppressWarnings("ReferenceEquality")
    void decidedBy(Exchange answer) {
        steps.entrySet().stream()
                .filter(step -> step.getValue().get() == answer)
                .reduce((a, b) -> b)
                .ifPresent(step -> trials.decidedBy(step.getKey()));
    }

    /** Marks the last step, unless one is marked: a scenario ends where it knows enough. */
    void decidedByLast() {
        if (trials.size() > 0 && !trials.isDecided()) {
            trials.decidedBy(trials.size() - 1);
        }
    }

    Recorder recorder() {
        return recorder;
    }

    List<Trial> trials() {
        return trials.trials();
    }

    private List<RecordedExchange> record(String label, List<Exchange> exchanges, boolean isForged) {
        return exchanges.stream().map(e -> recorder.record(label, e, isForged)).toList();
    }

    private static String observed(Decision decision) {
        if (decision instanceof Decision.Granted) {
            return "granted";
        }
        return decision instanceof Decision.Denied ? "denied" : "unclear";
    }
}

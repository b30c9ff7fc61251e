package dev.postern.checks.ending;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.check.Scenario;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Scheme;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tries a credential that should have ended until it is refused, or its time is over. It is refused when it was so three
 * times in a row: one refusal may be that of one node.
 */
final class Watch {

    /** For what is on its way when the request that ends the credential is answered. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final Duration LONGEST_STEP = Duration.ofSeconds(15);
    private static final int REFUSALS = 3;

    /** Up to this long a self-contained token may live on where nothing is declared. */
    private static final Duration SHORT_LIFE = Duration.ofMinutes(15);

    private final Scenario on;
    private final String what;
    private final String credential;
    private final Instant endedAt;
    private boolean wavered;

    /**
     * A watch.
     *
     * @param what the credential and why it should have ended, as the subject of a sentence
     */
    Watch(Scenario on, String what, String credential) {
        this.on = on;
        this.what = what;
        this.credential = credential;
        this.endedAt = on.now();
    }

    /** What came of it. */
    sealed interface Outcome {
        /** It was refused. */
        record Refused(Duration after) implements Outcome {}

        /** It was still granted when its time was over. */
        record Granted(Verdict fail) implements Outcome {}

        /** Something else, that ends the case. */
        record Undecided(Verdict verdict) implements Outcome {}
    }

    /** Watches. */
    Outcome watch() throws InterruptedException {
        var promised = promise();
        var patience = shorter(
                        promised.orElse(Duration.ZERO), on.target().limits().maxWait())
                .plus(SLACK);
        var elapsed = Duration.ZERO;
        for (var step = SLACK; ; step = shorter(step.multipliedBy(2), LONGEST_STEP)) {
            var refusal = refused(elapsed);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (elapsed.compareTo(patience) >= 0) {
                return over(promised, elapsed);
            }
            var wait = shorter(step, patience.minus(elapsed));
            on.pause(wait);
            elapsed = elapsed.plus(wait);
        }
    }

    /** The declared time; none for what is on the server anyway; empty for self-contained tokens where none is declared. */
    private Optional<Duration> promise() {
        var declared = on.scheme().revocation().within();
        return declared.isPresent() || on.scheme() instanceof Scheme.BearerJwt ? declared : Optional.of(Duration.ZERO);
    }

    /** Whether it is refused now; empty where it is granted. */
    private Optional<Outcome> refused(Duration elapsed) {
        for (var refusals = 0; refusals < REFUSALS; refusals++) {
            var decision = on.judge(what + ", " + elapsed.toSeconds() + " s after", request());
            if (decision instanceof Unclear unclear) {
                return Optional.of(
                        new Outcome.Undecided(Verdict.inconclusive(unclear.reason(), what + ": " + unclear.words())));
            }
            if (decision instanceof Granted) {
                wavered |= refusals > 0;
                return Optional.empty();
            }
        }
        var end = expiry();
        return Optional.of(
                end.isPresent() && !on.now().isBefore(end.get())
                        ? new Outcome.Undecided(
                                byItself("It was refused when it had run out by itself, and not before."))
                        : new Outcome.Refused(elapsed));
    }

    private WireRequest request() {
        return on.requestWith(credential);
    }

    private Outcome over(Optional<Duration> promised, Duration elapsed) {
        var end = expiry();
        if (promised.isEmpty()) {
            return new Outcome.Undecided(undeclared(end));
        }
        if (promised.get().plus(SLACK).compareTo(elapsed) <= 0) {
            return new Outcome.Granted(Verdict.fail(Reason.GRANTED, broken(promised.get(), elapsed)));
        }
        var latest = endedAt.plus(promised.get());
        return new Outcome.Undecided(
                end.isPresent() && !end.get().isAfter(latest)
                        ? byItself(
                                "It is still granted after " + elapsed.toSeconds() + " s, and runs out by itself within"
                                        + " the declared `revokedWithin` of " + promised.get() + ".")
                        : Verdict.inconclusive(
                                Reason.LIMIT_TOO_LARGE,
                                what + " is still granted after " + elapsed.toSeconds()
                                        + " s. The declared `revokedWithin`"
                                        + " of " + promised.get()
                                        + " is longer than `limits.maxWait`, so its end is not"
                                        + " waited for: let the target run with a shorter time, or raise `limits.maxWait`."));
    }

    private String broken(Duration promised, Duration elapsed) {
        var sometimes = wavered ? " It was refused and granted in turn: not every node knows that it has ended." : "";
        return what + " is still granted after " + elapsed.toSeconds() + " s, where "
                + (promised.isZero() ? "it must be refused at once" : "`revokedWithin` is " + promised) + "."
                + sometimes;
    }

    private Verdict undeclared(Optional<Instant> end) {
        var left = end.map(at -> Duration.between(on.now(), at));
        if (!wavered && left.filter(time -> time.compareTo(SHORT_LIFE) <= 0).isPresent()) {
            return byItself("It is still granted, and runs out by itself in "
                    + left.get().toSeconds() + " s: at most " + SHORT_LIFE.toMinutes()
                    + " min are not judged where nothing is declared.");
        }
        return Verdict.inconclusive(
                Reason.SETUP_FAILED,
                what + " is still granted, and "
                        + left.map(time -> "goes on for " + time.toMinutes() + " min")
                                .orElse("does not say for how long")
                        + ". Whether it may cannot be told: declare `revokedWithin: PT0S` for scheme `"
                        + on.scheme().name() + "` where it must end at once, or how long it may live on.");
    }

    private Verdict byItself(String words) {
        return Verdict.notApplicable(Reason.IRRELEVANT, what + " is a self-contained token. " + words);
    }

    private Optional<Instant> expiry() {
        if (!(on.scheme() instanceof Scheme.BearerJwt)) {
            return Optional.empty();
        }
        try {
            return TokenView.of(credential).exp();
        } catch (MalformedTokenException e) {
            return Optional.empty(); // it says nothing of its end
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

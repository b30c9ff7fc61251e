package dev.postern.checks.jwt;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Listener.Call;
import dev.postern.api.check.Listener.Place;
import dev.postern.api.check.Scenario;
import dev.postern.checks.craft.Undecided;
import java.util.List;
import java.util.Optional;

/**
 * Tokens of a forger's that point to Postern's listener. Two things must not happen: that such a token is granted, and
 * that somebody comes for what it points to, whatever is answered then.
 *
 * @param parameter the header parameter or claim that points there
 * @param place where it points
 * @param tokens the attempts, signed by the key that is offered there
 */
record Lure(String parameter, Place place, List<Attempt> tokens) {

    /** What is sent beside the tokens: their honest twin, and the valid credential in the end. */
    static final int MORE = 2;

    Lure {
        tokens = List.copyOf(tokens);
    }

    /** Sends the tokens, waits for a call that comes late, and says what all that shows. */
    Verdict sent(Scenario on) throws InterruptedException {
        var undecided = deniedTwin(on);
        for (var token : tokens) {
            var decision = on.judge(token.label(), token.request());
            if (decision instanceof Decision.Granted granted) {
                return granted(token, granted);
            }
            undecided = undecided.or(() -> unclear("The token " + token.label(), decision));
        }
        var calls = place.awaitCalls();
        if (!calls.isEmpty()) {
            return fetched(calls);
        }
        return undecided.or(() -> Undecided.lost(on)).orElseGet(this::held);
    }

    private Optional<Verdict> deniedTwin(Scenario on) {
        return tokens.stream()
                .findFirst()
                .flatMap(Attempt::twin) // all have the same
                .map(honest -> on.judge("honest twin, signed by the trusted key", honest))
                .filter(decision -> !(decision instanceof Decision.Granted))
                .map(decision -> Verdict.inconclusive(
                        Reason.TWIN_DENIED,
                        "The honest twin, signed by the trusted key, is not granted, so a denial would prove nothing: "
                                + decision.words()));
    }

    private static Optional<Verdict> unclear(String what, Decision decision) {
        return decision instanceof Decision.Unclear unclear
                ? Optional.of(Verdict.inconclusive(unclear.reason(), what + ": " + unclear.words()))
                : Optional.empty();
    }

    private Verdict granted(Attempt token, Decision.Granted granted) {
        return Verdict.fail(
                Reason.GRANTED,
                "Granted: the token " + token.label() + ". " + granted.words()
                        + (place.calls().isEmpty()
                                ? ". Nobody came to the listener for the key."
                                : ". The key came from the listener: " + told(place.calls())
                                        + ". Whoever can be reached by the target can make tokens for it."));
    }

    private Verdict fetched(List<Call> calls) {
        return Verdict.fail(
                Reason.BROKEN,
                "The target asks where the `" + parameter
                        + "` of a token says, before it knows whether it may: the tokens"
                        + " were denied, but somebody came to the listener, at an address that stood in them alone: "
                        + told(calls) + ". So anybody can send the target's requests anywhere (server-side request"
                        + " forgery).");
    }

    private Verdict held() {
        return Verdict.pass(
                Reason.HELD,
                "All " + tokens.size() + " tokens were denied, and nobody came to the listener at "
                        + place.url().getScheme() + "://" + place.url().getAuthority()
                        + ". That the target can reach it, the target file vouches for.");
    }

    private static String told(List<Call> calls) {
        var first = calls.get(0);
        return calls.size() + (calls.size() == 1 ? " request" : " requests") + ", the first a " + first.method()
                + " from "
                + first.from()
                + first.userAgent().map(agent -> " by \"" + agent + "\"").orElse("");
    }
}

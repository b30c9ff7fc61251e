package dev.postern.doctor;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Scheme;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A control that must be granted and is not, with all that may tell why. */
record Symptoms(Overview all, Control control, Exchange exchange, Decision.Unclear decision) {

    Operation operation() {
        return control.operation();
    }

    /** Whose valid credential was sent; a public operation was asked without any. */
    Optional<Identity> sender() {
        return control.sender();
    }

    Optional<Facts> facts() {
        return sender().map(all::facts);
    }

    Optional<Scheme> scheme() {
        return facts().map(Facts::scheme);
    }

    Optional<WireResponse> response() {
        return exchange.response();
    }

    int status() {
        return response().map(WireResponse::status).orElse(0);
    }

    boolean hasStatus(Integer... any) {
        return List.of(any).contains(status());
    }

    List<Challenge> challenges() {
        return response().map(Challenge::of).orElse(List.of());
    }

    /** The parameter of the first challenge that has it. */
    Optional<String> challenged(String parameter) {
        return challenges().stream()
                .flatMap(c -> c.parameter(parameter).stream())
                .findFirst();
    }

    /** Whether the identity is granted on another operation. */
    boolean isAlive() {
        return sender().filter(all::isAlive).isPresent();
    }

    /** Those who are granted on this operation. */
    List<Identity> grantedHere() {
        return all.granted(operation());
    }

    /** What is known of others' credentials of the same scheme that are granted somewhere. */
    Stream<Facts> peers() {
        return sender().stream()
                .flatMap(me -> all.alive().filter(i -> i.scheme().equals(me.scheme()) && !i.equals(me)))
                .map(all::facts);
    }

    boolean hasPeers() {
        return peers().findAny().isPresent();
    }

    /** The answer of this operation to no credential. */
    Optional<Exchange> negative() {
        return all.negative(operation());
    }

    boolean isNegativeRefused() {
        return negative().filter(n -> n.hasStatus(401) || n.hasStatus(403)).isPresent();
    }

    /** Whether the answer is, in status and challenge, that to no credential. */
    boolean isLikeNegative() {
        return negative()
                .flatMap(Exchange::response)
                .filter(n -> n.status() == status() && Challenge.of(n).equals(challenges()))
                .isPresent();
    }

    /** Whether the answer redirects, and not only to another address of the same thing. */
    boolean isSentAway() {
        return status() / 100 == 3
                && Redirect.of(exchange).filter(r -> !r.isSameResource()).isPresent();
    }

    /** Whether the credential, or the rights that it carries, were refused for certain. */
    boolean isRefusal() {
        return hasStatus(401, 403, 407) || isSentAway();
    }

    /** Whether it may have been refused for the credential, among other things. */
    boolean mayBeRefusal() {
        var concealed = hasStatus(404, 410, 400) && !isNegativeRefused();
        return isRefusal() || concealed || isHiddenError();
    }

    /** Whether a 2xx is none by its body. */
    boolean isHiddenError() {
        return status() / 100 == 2
                && (decision.reason() == Reason.POSITIVE_CONTROL_FAILED || decision.reason() == Reason.SOFT_ERROR);
    }

    static Optional<Symptoms> of(Overview all, Control control) {
        return control.mustBeGranted()
                        && control.outcome() instanceof Outcome.Sent sent
                        && sent.decision() instanceof Decision.Unclear unclear
                ? Optional.of(new Symptoms(all, control, sent.exchange(), unclear))
                : Optional.empty();
    }
}

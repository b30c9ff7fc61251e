package dev.postern.doctor;

import dev.postern.api.check.Decision;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import dev.postern.run.Examined;
import dev.postern.run.Examined.Control;
import dev.postern.run.Examined.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an examination saw, looked up in the ways in which rules ask: an answer means little without the others. */
final class Overview {

    private final Examined examined;
    private final Map<String, Facts> facts = new HashMap<>();

    Overview(Examined examined) {
        this.examined = examined;
        examined.possessions()
                .forEach((name, possession) -> facts.put(
                        name,
                        new Facts(
                                possession,
                                target().schemes().get(possession.identity().scheme()))));
    }

    Target target() {
        return examined.target();
    }

    Examined examined() {
        return examined;
    }

    Instant now() {
        return examined.now();
    }

    Facts facts(Identity identity) {
        return facts.get(identity.name());
    }

    /** The controls that were sent and must be granted. */
    Stream<Control> positives() {
        return examined.controls().stream()
                .filter(Control::mustBeGranted)
                .filter(c -> c.outcome() instanceof Outcome.Sent);
    }

    static boolean isGranted(Control control) {
        return control.outcome() instanceof Outcome.Sent sent && sent.decision() instanceof Decision.Granted;
    }

    /** Identities that are granted where they must be, at least once. */
    Stream<Identity> alive() {
        return target().identities().values().stream().filter(this::isAlive);
    }

    boolean isAlive(Identity identity) {
        return positives()
                .anyMatch(
                        c -> isGranted(c) && c.sender().filter(identity::equals).isPresent());
    }

    List<Identity> granted(Operation operation) {
        return positives()
                .filter(c -> c.operation().equals(operation) && isGranted(c))
                .flatMap(c -> c.sender().stream())
                .toList();
    }

    /** The answer of the operation to no credential, where it is not public. */
    Optional<Exchange> negative(Operation operation) {
        return examined.controls().stream()
                .filter(c -> c.operation().equals(operation) && c.sender().isEmpty() && !c.mustBeGranted())
                .flatMap(c -> c.outcome() instanceof Outcome.Sent sent ? Stream.of(sent.exchange()) : Stream.empty())
                .findFirst();
    }

    Optional<KeySet> keySet(String scheme) {
        return Optional.ofNullable(examined.keySets().get(scheme)).flatMap(KeySet::in);
    }

    /** Whether there is nothing at any of several paths, with and without credential. */
    boolean isNothingFound() {
        return isAnsweredAlways(404) || isAnsweredAlways(410);
    }

    /** Whether all is refused: also what is public, or without credential by 403 where 401 is usual (RFC 9110 15.5.2). */
    boolean isAllRefused() {
        var isPublicAsked = positives().anyMatch(c -> c.operation().open());
        return isAnsweredAlways(403) || (isPublicAsked && isAnsweredAlways(401));
    }

    /** Whether one of these holds. */
    boolean isAlikeEverywhere() {
        return isNothingFound() || isAllRefused();
    }

    private boolean isAnsweredAlways(int status) {
        var sent = examined.controls().stream()
                .filter(c -> c.outcome() instanceof Outcome.Sent)
                .toList();
        var operations = sent.stream().map(Control::operation).distinct().count();
        return operations > 1
                && sent.stream()
                        .allMatch(c -> ((Outcome.Sent) c.outcome()).exchange().hasStatus(status));
    }
}

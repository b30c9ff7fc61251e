package dev.postern.checks.jwt;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.HonestTwin;
import dev.postern.checks.craft.Undecided;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A token that is honest but for its subject, whom nobody knows. It may be granted: who comes for the first time may be
 * given an account. What it must not show is the data of somebody whose data the same token with the right subject does
 * not show.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "jwt.subject-unknown",
        title = "A subject that nobody knows sees nobody's data",
        severity = Severity.HIGH,
        references = {"RFC 7519 4.1.2", "RFC 8725 3.8", "API1:2023"},
        cwe = 863,
        schemes = Scheme.Type.BEARER_JWT,
        needs = Need.SIGNING_KEY,
        requests = 8)
public final class SubjectUnknown implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.granted().stream()
                .filter(identity -> neighbour(site, identity).isPresent())
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing("for "
                        + site.operation().label() + ": add a second identity of scheme `"
                        + site.scheme().name() + "` that is granted on it, of another `tenant` if there are tenants,"
                        + " and give it `markers:`, texts that only its own data contains"));
    }

    /** Somebody whose data can be told from that of an identity. Those of one tenant may share theirs. */
    private static Optional<Identity> neighbour(Site site, Identity identity) {
        return site.granted().stream()
                .filter(other -> !other.name().equals(identity.name()))
                .filter(other -> other.markers().stream().anyMatch(m -> !m.isBlank()))
                .filter(other -> other.tenant().isEmpty() == identity.tenant().isEmpty())
                .filter(other -> other.tenant().isEmpty() || !other.tenant().equals(identity.tenant()))
                .findFirst();
    }

    @Override
    public Verdict run(Scenario on) {
        var site = new Site(on.target(), on.operation(), on.scheme());
        var other = neighbour(site, on.identity()).orElseThrow();
        var twin = HonestTwin.of(on);
        if (twin.view().sub().isEmpty()) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "The valid token of \"" + on.identity().name() + "\" names no subject; see jwt.registered-claims.");
        }
        return seenByItself(on, other)
                .or(() -> deniedTwin(on, twin))
                .or(() -> seenByStranger(on, other, twin))
                .or(() -> Undecided.lost(on))
                .orElseGet(() -> Verdict.pass(
                        Reason.HELD,
                        "A subject that nobody knows saw none of the data of \"" + other.name()
                                + "\", which the answer to \"" + other.name() + "\" itself shows. Whether it was"
                                + " granted is not judged: a newcomer may be given an account."));
    }

    /** Where its own answer does not show its marks, nobody else's would. */
    private static Optional<Verdict> seenByItself(Scenario on, Identity other) {
        var exchange = on.send("the request of " + other.name() + ", with its own credential", on.requestOf(other));
        var undecided = Undecided.verdict("The request of \"" + other.name() + "\"", exchange);
        if (undecided.isPresent() || shows(exchange, other)) {
            return undecided;
        }
        return Optional.of(Verdict.notApplicable(
                Reason.INDISTINGUISHABLE,
                "The answer of " + on.operation().label() + " to \"" + other.name()
                        + "\" shows none of its `markers`, so it would not show if somebody else saw its data."));
    }

    private static Optional<Verdict> deniedTwin(Scenario on, HonestTwin twin) {
        var decision = on.judge("honest twin", twin.request());
        return decision instanceof Decision.Granted
                ? Optional.empty()
                : Optional.of(Verdict.inconclusive(
                        Reason.TWIN_DENIED,
                        "The honest twin, with the subject that is known, is not granted, so the other one shows nothing: "
                                + decision.words()));
    }

    private static Optional<Verdict> seenByStranger(Scenario on, Identity other, HonestTwin twin) {
        var stranger = UUID.randomUUID().toString();
        var token = twin.token(draft -> draft.claim("sub", stranger));
        for (var place : places(on, other).entrySet()) {
            var honest = on.send(
                    "honest twin, on the request of " + place.getKey(),
                    carrying(on, place.getValue(), twin.token(draft -> draft)));
            if (shows(honest, other)) {
                return Optional.of(Verdict.notApplicable(
                        Reason.INDISTINGUISHABLE,
                        on.operation().label() + " shows a marker of \"" + other.name() + "\" to \""
                                + on.identity().name() + "\" as well. If that must not be, tenant.isolated tells; else"
                                + " declare `markers` that are of its own."));
            }
            var found = judged(on, place.getKey(), carrying(on, place.getValue(), token), other);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The request of the token's identity, and where that is another one, the request of the other. */
    private static Map<String, WireRequest> places(Scenario on, Identity other) {
        var places = new LinkedHashMap<String, WireRequest>();
        places.put(on.identity().name(), on.request());
        var others = on.requestOf(other);
        if (!others.without("Authorization").equals(on.request().without("Authorization"))) {
            places.put(other.name(), others);
        }
        return places;
    }

    private static WireRequest carrying(Scenario on, WireRequest request, String token) {
        return request.with(
                "Authorization", on.requestWith(token).header("Authorization").orElseThrow());
    }

    private static Optional<Verdict> judged(Scenario on, String whose, WireRequest request, Identity other) {
        var step = "sub that nobody knows, on the request of " + whose;
        var exchange = on.send(step, request);
        if (!shows(exchange, other)) {
            return Undecided.verdict("The token whose subject nobody knows", exchange);
        }
        return shows(on.send(step + ", again", request), other)
                ? Optional.of(Verdict.fail(
                        Reason.GRANTED,
                        "A token whose subject nobody knows was shown data of \"" + other.name() + "\" by "
                                + on.operation().label() + ", on the request of " + whose
                                + ". The same token with the subject of \""
                                + on.identity().name() + "\" was not."))
                : Optional.of(Verdict.inconclusive(
                        Reason.UNSTABLE_CONTROL,
                        "A token whose subject nobody knows was shown data of \"" + other.name()
                                + "\" once, and not when it was sent again."));
    }

    private static boolean shows(Exchange exchange, Identity whose) {
        return exchange.response()
                .map(response -> response.body().text())
                .filter(body ->
                        whose.markers().stream().filter(m -> !m.isBlank()).anyMatch(body::contains))
                .isPresent();
    }
}

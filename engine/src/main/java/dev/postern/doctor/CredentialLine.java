package dev.postern.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.target.Obtain;
import dev.postern.forge.TokenView;
import dev.postern.inspection.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** What is said of a credential: how it was obtained, and what it tells of itself. */
final class CredentialLine {

    private CredentialLine() {}

    static String of(Facts facts, Instant now) {
        var possession = facts.possession();
        var parts = new ArrayList<String>();
        parts.add(way(possession.identity().obtain()));
        if (possession.credential().isEmpty()) {
            parts.add("no credential");
            return String.join(", ", parts);
        }
        facts.token().flatMap(TokenView::alg).map(Told::shown).ifPresent(parts::add);
        expiry(facts).map(at -> life(at, now)).ifPresent(parts::add);
        facts.token()
                .map(TokenView::aud)
                .filter(aud -> !aud.isEmpty())
                .map(aud -> "audience " + Told.shown(Facts.joined(aud)))
                .ifPresent(parts::add);
        facts.scopes()
                .map(scopes -> scopes.isEmpty() ? "no scopes" : "scopes " + Told.shown(Facts.joined(scopes)))
                .ifPresent(parts::add);
        return String.join(", ", parts);
    }

    private static String way(Obtain obtain) {
        if (obtain instanceof Obtain.Given) {
            return "given";
        }
        if (obtain instanceof Obtain.ClientCredentials) {
            return "client_credentials";
        }
        if (obtain instanceof Obtain.PasswordGrant) {
            return "password grant";
        }
        if (obtain instanceof Obtain.Minted) {
            return "minted";
        }
        if (obtain instanceof Obtain.Login login) {
            return login.steps().size() == 1
                    ? "login in one step"
                    : "login in " + login.steps().size() + " steps";
        }
        return obtain instanceof Obtain.UserPassword ? "user name and password" : "obtained";
    }

    /** By the token itself, else by the answer that issued it (RFC 6749 5.1). */
    private static Optional<Instant> expiry(Facts facts) {
        return facts.token()
                .flatMap(TokenView::exp)
                .or(() -> facts.possession()
                        .exchange()
                        .flatMap(exchange -> Facts.json(exchange)
                                .map(body -> body.path("expires_in"))
                                .filter(JsonNode::isInt)
                                .map(seconds -> exchange.sentAt().plusSeconds(seconds.asInt()))));
    }

    private static String life(Instant at, Instant now) {
        var left = Duration.between(now, at);
        return left.isNegative() || left.isZero()
                ? "ran out " + Spans.of(left) + " ago"
                : "expires in " + Spans.of(left);
    }
}

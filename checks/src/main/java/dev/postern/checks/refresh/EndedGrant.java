package dev.postern.checks.refresh;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Site;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Identity;
import dev.postern.checks.craft.Obeyed;
import dev.postern.checks.refresh.Exchanged.Issued;
import dev.postern.checks.refresh.Exchanged.Refused;
import dev.postern.checks.refresh.Exchanged.Unclear;
import java.util.function.Predicate;

/**
 * A refresh token of the check's own is exchanged, what came of it is ended by one request, and it must then be refused. No
 * time is allowed for that: the token endpoint keeps the books itself.
 *
 * @param token what ends, with its article: {@code a revoked refresh token}
 * @param request the request that ends it, as the subject of a sentence
 * @param isPage whether that request may lead a browser on to another page
 */
record EndedGrant(String token, String request, boolean isPage) {

    /** The request that ends a grant. */
    @FunctionalInterface
    interface End {
        /**
         * Sends it.
         *
         * @param access the newest access token
         * @param refresh the newest refresh token
         */
        Exchange send(String access, String refresh);
    }

    /** One case, with the first granted identity of that kind of which Postern gets any number of refresh tokens. */
    static Applicability at(Site site, Predicate<Identity> kind) {
        return site.granted().stream()
                .filter(Holders::isThrowaway)
                .filter(kind)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(
                        () -> new Applicability.Missing("let Postern obtain refresh tokens that it may end: an identity"
                                + " of scheme `" + site.scheme().name() + "` with `grant: password`"));
    }

    Verdict verdict(Scenario on, End end) {
        var start = Start.of(on);
        if (start instanceof Start.Failed failed) {
            return failed.verdict();
        }
        var ready = (Start.Ready) start;
        var newest = ready.issued().refreshToken().orElse(ready.first());
        var disobeyed = Obeyed.orElse(request, isPage, end.send(ready.issued().accessToken(), newest));
        if (disobeyed.isPresent()) {
            return disobeyed.get();
        }
        var after = Exchanged.of(on, token, newest);
        if (after instanceof Issued) {
            return Verdict.fail(
                    Reason.BROKEN,
                    token + " brought a new access token: whoever holds it goes on as if nothing had ended.");
        }
        if (after instanceof Unclear unclear) {
            return unclear.verdict();
        }
        var refused = (Refused) after;
        return refused.error().equals("invalid_client")
                ? Verdict.inconclusive(
                        Reason.SETUP_FAILED,
                        token
                                + " was refused with `invalid_client`, though the client was accepted before: that says nothing"
                                + " of the token.")
                : Verdict.pass(
                        Reason.HELD, token + " was exchanged before, and refused after (" + refused.error() + ").");
    }
}

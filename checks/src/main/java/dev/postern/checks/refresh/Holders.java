package dev.postern.checks.refresh;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Need;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Obtain.Client;
import java.util.Comparator;
import java.util.Optional;

/** Identities that hold a refresh token. */
final class Holders {

    private Holders() {}

    /** One case, with the identity that comes first in that order among those that hold a refresh token. */
    static Applicability first(Site site, Comparator<Identity> order) {
        return site.granted().stream()
                .filter(i -> isThrowaway(i) || isGiven(i))
                .min(order)
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing(Need.REFRESH_TOKEN.remedy()));
    }

    /** First those of which Postern can get any number of tokens: a given one is used up by one refresh. */
    static Comparator<Identity> throwawayFirst() {
        return Comparator.comparing(i -> isThrowaway(i) ? 0 : 1);
    }

    /** First those of public clients (RFC 6749 2.1). */
    static Comparator<Identity> publicFirst() {
        return Comparator.comparing(i -> isPublic(i) ? 0 : 1);
    }

    /** Whether a new refresh token can be got at will. */
    static boolean isThrowaway(Identity identity) {
        return identity.obtain() instanceof Obtain.PasswordGrant;
    }

    /** Whether the client of the identity has no secret. */
    static boolean isPublic(Identity identity) {
        return client(identity).flatMap(Client::secret).isEmpty();
    }

    /** What there is to say where the issuer gave none: refreshing is nothing that it offers. */
    static String none(Subject on) {
        return "The answer that brought the access token of \"" + on.identity().name()
                + "\" has no `refresh_token`: the issuer gives none, so there is nothing to refresh.";
    }

    private static boolean isGiven(Identity identity) {
        return identity.obtain() instanceof Obtain.Given given
                && given.refresh().isPresent();
    }

    private static Optional<Client> client(Identity identity) {
        if (identity.obtain() instanceof Obtain.PasswordGrant grant) {
            return Optional.of(grant.client());
        }
        return identity.obtain() instanceof Obtain.Given given ? given.client() : Optional.empty();
    }
}

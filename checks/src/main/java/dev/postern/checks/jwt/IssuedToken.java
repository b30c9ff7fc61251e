package dev.postern.checks.jwt;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Applies;
import dev.postern.api.check.Applicability.Missing;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;

/** What the issuer puts into its tokens can only be seen in a token that the issuer made. */
final class IssuedToken {

    private IssuedToken() {}

    /** Whether the token of an identity comes from the issuer. */
    static boolean isOf(Identity identity) {
        return !(identity.obtain() instanceof Obtain.Minted);
    }

    /** The first granted identity whose token comes from the issuer and not from Postern's own mint. */
    static Applicability at(Site site) {
        return site.granted().stream()
                .filter(IssuedToken::isOf)
                .findFirst()
                .<Applicability>map(identity -> new Applies(Party.of(identity)))
                .orElseGet(() ->
                        new Missing("All tokens of scheme \"" + site.scheme().name()
                                + "\" are minted by Postern with its signingKey and say nothing of the issuer's: give an identity"
                                + " a token of the issuer, by `token: ${env:…}` or `grant: …` in its `obtain`."));
    }
}

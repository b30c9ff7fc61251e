package dev.postern.checks.oauth;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Observed;
import dev.postern.api.check.Site;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;

/** Tokens that Postern was issued by the token endpoint, and the answer with which each came. */
final class Issued {

    private Issued() {}

    /** One case, with an identity whose token comes from the token endpoint. */
    static Applicability cases(Site site) {
        return site.granted().stream()
                .filter(Issued::byTokenEndpoint)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing(
                        "let Postern obtain a token of scheme `" + site.scheme().name()
                                + "`: an identity with `grant: client_credentials` or `grant: password`"));
    }

    /**
     * The answer that brought the token.
     *
     * @throws IllegalStateException where there is none: then there is nothing to look at, and no pass either
     */
    static WireResponse answer(Observed on) {
        return on.issuing()
                .flatMap(Exchange::response)
                .orElseThrow(() -> new IllegalStateException("the token was not issued by the token endpoint"));
    }

    private static boolean byTokenEndpoint(Identity identity) {
        return identity.obtain() instanceof Obtain.ClientCredentials
                || identity.obtain() instanceof Obtain.PasswordGrant;
    }
}

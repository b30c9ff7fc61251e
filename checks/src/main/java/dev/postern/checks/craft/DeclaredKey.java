package dev.postern.checks.craft;

import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import dev.postern.forge.SigningKey;
import dev.postern.forge.UnusableKeyException;
import java.util.Optional;

/** What can be told of the signing key of a scheme while the audit is planned. */
public final class DeclaredKey {

    private DeclaredKey() {}

    /**
     * The algorithm of the key; empty where there is no key that can be read. A plan that is made without secrets reads
     * none, and what it leaves open shows when the audit runs.
     */
    public static Optional<String> alg(Site site) {
        try {
            return ((Scheme.BearerJwt) site.scheme())
                    .signingKey()
                    .map(text -> SigningKey.parse(text.reveal()).alg());
        } catch (UnusableKeyException e) {
            return Optional.empty(); // the checks that use the key say so
        }
    }
}

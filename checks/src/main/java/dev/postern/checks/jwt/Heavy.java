package dev.postern.checks.jwt;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Site;

/** Requests that the target file must allow: a few of them keep a weak target busy for seconds. */
final class Heavy {

    private Heavy() {}

    /** One case, where they are allowed. */
    static Applicability allowedAt(Site site, SecurityCheck check) {
        return site.target().limits().heavyAllowed()
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : new Applicability.Missing(
                        "the requests of " + check.metadata().id()
                                + " keep a weak target busy for seconds. If that does no harm there, write `limits:` with"
                                + " `heavy: allow`");
    }
}

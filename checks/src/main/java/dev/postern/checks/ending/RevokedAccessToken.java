package dev.postern.checks.ending;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.Set;

/** Revokes an access token of its own (RFC 7009), and uses it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "revoke.access-token",
        title = "A revoked access token is refused",
        severity = Severity.HIGH,
        references = {"RFC 7009 2", "RFC 7009 2.1", "ASVS 5.0 7.4.1"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.REVOCATION_ENDPOINT,
        per = Check.Per.SCHEME,
        requests = Ending.REQUESTS)
public final class RevokedAccessToken implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        var applies = Throwaway.at(site, Throwaway::isGrantedByIssuer);
        return applies instanceof Applicability.Missing
                ? new Applicability.Missing("let Postern obtain tokens that it may revoke: an identity of scheme `"
                        + site.scheme().name() + "` with `grant:`, whose client is known at the `revocationEndpoint`")
                : applies;
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS);
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        return new Ending("A revoked access token", "The revocation", false)
                .verdict(on, own -> on.revoke("the token is revoked", on.identity(), own.credential(), "access_token"));
    }
}

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

/** Logs out with an access token of its own, and uses it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.after-logout",
        title = "An access token is refused after its user has logged out",
        severity = Severity.MEDIUM,
        references = {"ASVS 5.0 7.4.1"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.LOGOUT,
        per = Check.Per.SCHEME,
        requests = Ending.REQUESTS)
public final class BearerAfterLogout implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Throwaway.at(site, identity -> identity.hooks().logout().isPresent());
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS);
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        return new Ending("An access token whose user has logged out", "The logout", true)
                .verdict(on, own -> on.logout("the logout", on.identity(), own));
    }
}

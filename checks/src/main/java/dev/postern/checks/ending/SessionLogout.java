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

/** Logs out of a session of its own, and presents its cookie again. */
@AutoService(SecurityCheck.class)
@Check(
        id = "session.logout",
        title = "Logout ends the session on the server",
        severity = Severity.HIGH,
        references = {"ASVS 5.0 7.4.1"},
        cwe = 613,
        schemes = Scheme.Type.SESSION,
        needs = Need.LOGOUT,
        per = Check.Per.SCHEME,
        requests = Ending.REQUESTS)
public final class SessionLogout implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Throwaway.at(site, identity -> identity.hooks().logout().isPresent());
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS, "login:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        return new Ending("The cookie of a session that was logged out", "The logout", true)
                .verdict(on, own -> on.logout("the logout", on.identity(), own));
    }
}

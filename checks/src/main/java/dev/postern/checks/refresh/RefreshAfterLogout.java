package dev.postern.checks.refresh;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Logs out, and presents the refresh token of that login. */
@AutoService(SecurityCheck.class)
@Check(
        id = "refresh.after-logout",
        title = "A refresh token is refused after its user has logged out",
        severity = Severity.HIGH,
        references = {"ASVS 5.0 7.4.1"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = {Need.LOGOUT, Need.TOKEN_ENDPOINT, Need.REFRESH_TOKEN},
        per = Check.Per.SCHEME,
        requests = 4)
public final class RefreshAfterLogout implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return EndedGrant.at(site, identity -> identity.hooks().logout().isPresent());
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS, "refresh:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) {
        if (isForOffline(on.identity())) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "The grant of \"" + on.identity().name()
                            + "\" asks for the scope `offline_access`: its refresh token is"
                            + " meant to outlive a logout (OpenID Connect Core 11).");
        }
        return new EndedGrant("A refresh token whose user has logged out", "The logout", true)
                .verdict(
                        on,
                        (access, refresh) -> on.logout(
                                "the logout", on.identity(), new Fresh.Obtained(access, Optional.of(refresh))));
    }

    private static boolean isForOffline(Identity identity) {
        return identity.obtain() instanceof Obtain.PasswordGrant grant
                && grant.scope()
                        .filter(scopes -> Arrays.asList(scopes.split(" ")).contains("offline_access"))
                        .isPresent();
    }
}

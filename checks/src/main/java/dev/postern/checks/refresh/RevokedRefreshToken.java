package dev.postern.checks.refresh;

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

/** Revokes a refresh token of its own (RFC 7009), and presents it. */
@AutoService(SecurityCheck.class)
@Check(
        id = "revoke.refresh-token",
        title = "A revoked refresh token is refused",
        severity = Severity.HIGH,
        references = {"RFC 7009 2", "RFC 7009 2.1", "ASVS 5.0 7.4.1"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = {Need.REVOCATION_ENDPOINT, Need.TOKEN_ENDPOINT, Need.REFRESH_TOKEN},
        per = Check.Per.SCHEME,
        requests = 4)
public final class RevokedRefreshToken implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return EndedGrant.at(site, identity -> true);
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS, "refresh:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) {
        return new EndedGrant("A revoked refresh token", "The revocation", false)
                .verdict(
                        on,
                        (access, refresh) -> on.revoke(
                                "the newest refresh token is revoked", on.identity(), refresh, "refresh_token"));
    }
}

package dev.postern.checks.refresh;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Scheme;
import java.util.Set;

/** Exchanges a refresh token of its own, and uses the access token that it brings. */
@AutoService(SecurityCheck.class)
@Check(
        id = "refresh.works",
        title = "A refresh token brings an access token that is granted",
        severity = Severity.HIGH,
        references = {"RFC 6749 6"},
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = {Need.TOKEN_ENDPOINT, Need.REFRESH_TOKEN},
        per = Check.Per.SCHEME,
        requests = 3)
public final class RefreshWorks implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Holders.first(site, Holders.throwawayFirst());
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("refresh:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) {
        var start = Start.of(on);
        if (start instanceof Start.Failed failed) {
            return failed.verdict();
        }
        var token = ((Start.Ready) start).issued().accessToken();
        var decision = on.judge("the access token that the refresh brought", on.requestWith(token));
        if (decision instanceof Decision.Granted) {
            return Verdict.pass(Reason.HELD, "The refresh brought an access token, and that was granted.");
        }
        return decision instanceof Decision.Unclear unclear
                ? Verdict.inconclusive(unclear.reason(), "The new access token: " + unclear.words())
                : Verdict.fail(
                        Reason.BROKEN, "The refresh brought an access token that is not granted: " + decision.words());
    }
}

package dev.postern.checks.refresh;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
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
import dev.postern.checks.refresh.Exchanged.Issued;
import dev.postern.checks.refresh.Exchanged.Refused;
import dev.postern.checks.refresh.Exchanged.Unclear;
import java.util.Set;

/** Exchanges a refresh token of its own, and looks whether another came in its place. */
@AutoService(SecurityCheck.class)
@Check(
        id = "refresh.rotation",
        title = "A public client's refresh token is replaced at every use",
        severity = Severity.MEDIUM,
        references = {"RFC 9700 2.2.2", "RFC 9700 4.14.2", "ASVS 5.0 10.4.5"},
        cwe = 294,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = {Need.TOKEN_ENDPOINT, Need.REFRESH_TOKEN},
        per = Check.Per.SCHEME,
        requests = 3)
public final class RefreshRotation implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Holders.first(site, Holders.publicFirst().thenComparing(Holders.throwawayFirst()));
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("refresh:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) {
        if (!Holders.isPublic(on.identity())) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "The client of " + on.identity().name() + " has a secret: its refresh tokens are bound to that, and"
                            + " rotation is not judged. It is for public clients.");
        }
        var start = Start.of(on);
        if (start instanceof Start.Failed failed) {
            return failed.verdict();
        }
        var ready = (Start.Ready) start;
        var next = ready.issued().refreshToken();
        if (next.isPresent()) {
            return next.get().equals(ready.first())
                    ? Verdict.fail(
                            Reason.BROKEN,
                            "The refresh brought the same refresh token again, though the client has no secret.")
                    : Verdict.pass(Reason.HELD, "The refresh brought another refresh token.");
        }
        // RFC 6749 6: none in the answer means that the old one stays, unless it was for one use.
        var again = Exchanged.of(on, "The second use of a refresh token that was not replaced", ready.first());
        if (again instanceof Issued) {
            return Verdict.fail(
                    Reason.BROKEN,
                    "The refresh brought no other refresh token, and the same one worked again, though the client has no"
                            + " secret.");
        }
        return again instanceof Unclear unclear
                ? unclear.verdict()
                : Verdict.pass(
                        Reason.HELD,
                        "The refresh token was for one use: none came in its place, and its second use was refused ("
                                + ((Refused) again).error() + ").");
    }
}

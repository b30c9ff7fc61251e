package dev.postern.checks.refresh;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
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
import java.time.Duration;
import java.util.Set;

/**
 * Presents a refresh token again after its successor has been used.
 *
 * <p>Not at once after its own use: then a server may rightly suppose that its answer was lost, and FAPI 2.0 even asks it
 * to. The use of the successor proves that the answer had arrived, so no period of grace covers the replay.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "refresh.replayed",
        title = "A refresh token that was replaced is refused",
        severity = Severity.HIGH,
        references = {"RFC 9700 4.14.2", "ASVS 5.0 10.4.5"},
        cwe = 294,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = {Need.TOKEN_ENDPOINT, Need.REFRESH_TOKEN},
        per = Check.Per.SCHEME,
        requests = 4)
public final class RefreshReplayed implements ScenarioCheck {

    /** Moments in tokens are whole seconds: issuers that compare them cannot order two tokens of one second. */
    private static final Duration NEXT_SECOND = Duration.ofMillis(1100);

    @Override
    public Applicability appliesTo(Site site) {
        // The right answer to a replay is to revoke the whole family, which would take a given token's identity with
        // it.
        return site.granted().stream()
                .filter(Holders::isThrowaway)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing("let Postern obtain refresh tokens that it may use up: an"
                        + " identity of scheme `" + site.scheme().name() + "` with `grant: password`"));
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("refresh:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var start = Start.of(on);
        if (start instanceof Start.Failed failed) {
            return failed.verdict();
        }
        var ready = (Start.Ready) start;
        var next = ready.issued().refreshToken().filter(token -> !token.equals(ready.first()));
        if (next.isEmpty()) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "The refresh token is not replaced at its use, so there is no replaced one to present. Whether it must"
                            + " be is judged by refresh.rotation.");
        }
        on.pause(NEXT_SECOND);
        var successor = Exchanged.of(on, "The use of the successor", next.get());
        if (successor instanceof Unclear unclear) {
            return unclear.verdict();
        }
        if (successor instanceof Refused refused) {
            return Verdict.inconclusive(
                    Reason.SETUP_FAILED,
                    "The refresh token that came in place of the first was refused: " + refused.error());
        }

        var replay = Exchanged.of(on, "The replay", ready.first());
        if (replay instanceof Issued) {
            return Verdict.fail(
                    Reason.BROKEN,
                    "A refresh token brought tokens again after its successor had been used, when no lost answer could"
                            + " excuse it: a stolen one keeps working.");
        }
        return replay instanceof Unclear unclear
                ? unclear.verdict()
                : Verdict.pass(
                        Reason.HELD, "The replaced refresh token was refused (" + ((Refused) replay).error() + ").");
    }
}

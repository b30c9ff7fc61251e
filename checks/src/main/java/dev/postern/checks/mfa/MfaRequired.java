package dev.postern.checks.mfa;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Obtain.Step;
import dev.postern.api.target.Scheme;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Logs in without the second factor and tries what came back; then logs in with it, to show that the password was right.
 *
 * <p>In this order: a server that remembers an address after a whole login would let the half one through.
 */
@AutoService(SecurityCheck.class)
@Check(
        id = "mfa.required",
        title = "The first factor alone gives no access",
        severity = Severity.CRITICAL,
        references = {"ASVS 5.0 6.3.3", "ASVS 5.0 6.3.4"},
        cwe = 308,
        schemes = Scheme.Type.SESSION,
        needs = Need.SECOND_FACTOR,
        per = Check.Per.METHOD,
        requests = 20)
public final class MfaRequired implements ScenarioCheck {

    /** RFC 6238 5.2: a code counts once, so a second login within its 30 s needs the next. */
    private static final Duration NEXT_CODE = Duration.ofSeconds(31);

    @Override
    public Applicability appliesTo(Site site) {
        return site.granted().stream()
                .filter(MfaRequired::hasSecondFactor)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing(Need.SECOND_FACTOR.remedy()));
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of("login:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var half = on.loginWithoutSecondFactor("a login without the second factor", on.identity());
        var tried = half.map(cookie -> on.judge("what that login brought", on.requestWith(cookie)));
        if (tried.isPresent() && tried.get() instanceof Granted granted) {
            return Verdict.fail(
                    Reason.GRANTED,
                    "The session cookie of a login without the second factor is granted: " + granted.words());
        }
        if (tried.isPresent() && tried.get() instanceof Unclear unclear) {
            return Verdict.inconclusive(
                    unclear.reason(), "The session cookie of a login without the second factor: " + unclear.words());
        }

        var whole = wholeLogin(on);
        if (!(whole.orElse(null) instanceof Granted)) {
            return Verdict.inconclusive(
                    Reason.POSITIVE_CONTROL_FAILED,
                    "The whole login did not lead to a session that is granted, so the half one proves nothing: "
                            + whole.map(Decision::words).orElse("no session cookie was set."));
        }
        return Verdict.pass(
                Reason.HELD,
                half.isEmpty()
                        ? "A login without the second factor brought no session cookie; the whole login was granted."
                        : "The session cookie of a login without the second factor was denied; the whole login was granted.");
    }

    private static Optional<Decision> wholeLogin(Scenario on) throws InterruptedException {
        var decision = login(on, "the whole login");
        if (decision.orElse(null) instanceof Granted) {
            return decision;
        }
        on.pause(NEXT_CODE);
        return login(on, "the whole login, with the next code");
    }

    private static Optional<Decision> login(Scenario on, String step) {
        return on.login(step, on.identity()).map(cookie -> on.judge("the session of " + step, on.requestWith(cookie)));
    }

    private static boolean hasSecondFactor(Identity identity) {
        return identity.obtain() instanceof Obtain.Login login
                && login.steps().stream().anyMatch(Step::secondFactor);
    }
}

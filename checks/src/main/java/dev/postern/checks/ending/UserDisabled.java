package dev.postern.checks.ending;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.Exchange;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Obeyed;
import dev.postern.checks.ending.Throwaway.Alive;
import java.util.Set;

/** Has a user disabled, uses a credential that was obtained before, and has the user enabled again. */
@AutoService(SecurityCheck.class)
@Check(
        id = "user.disabled",
        title = "A disabled user's credentials are refused",
        severity = Severity.HIGH,
        references = {"ASVS 5.0 7.4.2"},
        cwe = 613,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE, Scheme.Type.BASIC, Scheme.Type.SESSION},
        needs = Need.DISABLE,
        per = Check.Per.SCHEME,
        requests = Ending.REQUESTS)
public final class UserDisabled implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return Throwaway.at(site, identity -> identity.hooks().disabling().isPresent());
    }

    @Override
    public Set<String> usesUp(Site site) {
        return Set.of(ACCOUNTS, "login:" + site.scheme().name());
    }

    @Override
    public Verdict run(Scenario on) throws InterruptedException {
        var throwaway = Throwaway.of(on, "a credential of the check's own, before");
        if (throwaway instanceof Throwaway.Failed failed) {
            return failed.verdict();
        }
        var own = ((Alive) throwaway).own();
        var verdict = on.whileDisabled(on.identity(), disabling -> whileDisabled(on, own, disabling));
        return verdict.outcome() == Outcome.PASS ? Throwaway.unlessLost(on, verdict) : verdict;
    }

    private static Verdict whileDisabled(Scenario on, Fresh.Obtained own, Exchange disabling)
            throws InterruptedException {
        var disobeyed = Obeyed.orElse("`disable`", false, disabling);
        if (disobeyed.isPresent()) {
            return disobeyed.get();
        }
        var outcome = new Watch(on, "A credential of a user who was disabled", own.credential()).watch();
        if (outcome instanceof Watch.Outcome.Granted granted) {
            return confirmed(on, granted.fail());
        }
        return outcome instanceof Watch.Outcome.Undecided undecided
                ? undecided.verdict()
                : Verdict.pass(
                        Reason.HELD,
                        "A credential that was granted before was refused three times in a row after its user was disabled.");
    }

    /** A user who may log in is not disabled: then it is the hook that does not do what it says. */
    private static Verdict confirmed(Scenario on, Verdict fail) {
        var way = on.identity().obtain();
        if (!Throwaway.isGrantedByIssuer(on.identity()) && !(way instanceof Obtain.Login)) {
            return fail;
        }
        var another = on.obtain(on.identity());
        if (another instanceof Fresh.Failed failed) {
            return failed.verdict().reason() == Reason.NO_CREDENTIAL
                    ? Verdict.fail(
                            fail.reason(), fail.words() + " A new one is refused: only who logs in is looked up.")
                    : fail;
        }
        var credential = ((Fresh.Obtained) another).credential();
        return on.judge("a new credential, while disabled", on.requestWith(credential)) instanceof Granted
                ? Verdict.inconclusive(
                        Reason.SETUP_FAILED,
                        "After `disable` the user is served as before, and even gets a new credential that is granted. Either"
                                + " disabling changes nothing at the target, or `disable` of \""
                                + on.identity().name() + "\" is about another user: see to the request first.")
                : fail;
    }
}

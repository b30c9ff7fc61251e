package dev.postern.docs;

import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Need;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.Scenario.Fresh;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.target.Obtain;
import dev.postern.api.target.Scheme;

// page: scenario
/** One token for all devices of a user cannot be revoked for one of them. */
@Check(
        id = "acme.tokens-differ",
        title = "Each grant brings a token of its own",
        severity = Severity.MEDIUM,
        references = "ACME handbook 4.5",
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        needs = Need.TOKEN_ENDPOINT,
        per = Check.Per.SCHEME,
        requests = 3)
public final class TokensDiffer implements ScenarioCheck {

    @Override
    public Applicability appliesTo(Site site) {
        return site.granted().stream()
                .filter(identity -> identity.obtain() instanceof Obtain.PasswordGrant)
                .findFirst()
                .<Applicability>map(identity -> new Applicability.Applies(Party.of(identity)))
                .orElseGet(() -> new Applicability.Missing("add an identity with `grant: password`"));
    }

    @Override
    public Verdict run(Scenario on) {
        if (!(on.obtain(on.identity()) instanceof Fresh.Obtained first)
                || !(on.obtain(on.identity()) instanceof Fresh.Obtained second)) {
            return Verdict.inconclusive(Reason.SETUP_FAILED, "The token endpoint did not issue two tokens.");
        }
        if (first.credential().equals(second.credential())) {
            return Verdict.fail(Reason.BROKEN, "Two grants brought the same token.");
        }
        var decision = on.judge("the first token, after the second was issued", on.requestWith(first.credential()));
        return decision instanceof Decision.Granted
                ? Verdict.pass(Reason.HELD, "Two grants brought two tokens, and the first still works.")
                : Verdict.inconclusive(Reason.CONTROL_LOST, "The first token: " + decision.words());
    }
}
// end

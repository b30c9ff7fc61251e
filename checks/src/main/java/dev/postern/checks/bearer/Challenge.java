package dev.postern.checks.bearer;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Check;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Undecided;
import java.util.ArrayList;
import java.util.Optional;

/** Whether a refusal says how to authenticate, and what is wrong with the token. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.challenge",
        title = "A refusal carries the challenge that RFC 6750 asks for",
        severity = Severity.LOW,
        references = {"RFC 6750 3", "RFC 6750 3.1", "RFC 9110 11.6.1", "RFC 9110 15.5.2"},
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 3)
public final class Challenge implements ScenarioCheck {

    @Override
    public Verdict run(Scenario on) {
        var without = on.send("no credential", on.bare());
        var worthless = on.send("a worthless token", on.requestWith(Worthless.like(on)));
        var undecided = Undecided.verdict("The request without credential", without)
                .or(() -> Undecided.verdict("The request with a worthless token", worthless));
        if (undecided.isPresent()) {
            return undecided.get();
        }
        var denial = without.response().orElseThrow();
        if (denial.isSuccess() && on.judge("no credential, judged", on.bare()) instanceof Decision.Denied) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "A request without credential is refused by the body of a " + denial.status()
                            + ", which carries no challenge.");
        }
        if (denial.isSuccess()) {
            return Verdict.inconclusive(
                    Reason.OPERATION_IS_OPEN,
                    "The request without credential was granted: there is no refusal to read.");
        }
        if (denial.status() != 401 && denial.status() != 403 && denial.status() != 400) {
            return Verdict.notApplicable(
                    Reason.IRRELEVANT,
                    "A request without credential is answered " + denial.status() + ", which carries no challenge.");
        }
        var wrong = new ArrayList<String>();
        on.decidedBy(worthless);
        Refusal.of(denial).defect("without credential", Optional.empty()).ifPresent(defect -> {
            wrong.add(defect);
            on.decidedBy(without);
        });
        worthless
                .response()
                .filter(answer -> answer.status() == 401)
                .flatMap(answer -> Refusal.of(answer).defect("with a worthless token", Optional.of("invalid_token")))
                .ifPresent(wrong::add);
        return wrong.isEmpty()
                ? Verdict.pass(Reason.SOUND, "Both refusals carry the challenge that RFC 6750 3 asks for.")
                : Verdict.fail(Reason.DEFECT, String.join(" ", wrong));
    }
}

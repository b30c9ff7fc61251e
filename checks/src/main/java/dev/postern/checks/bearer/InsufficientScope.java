package dev.postern.checks.bearer;

import com.google.auto.service.AutoService;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Check;
import dev.postern.api.check.Scenario;
import dev.postern.api.check.ScenarioCheck;
import dev.postern.api.check.SecurityCheck;
import dev.postern.api.check.Severity;
import dev.postern.api.check.Site;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Scheme;
import dev.postern.checks.craft.Undecided;

/** What a valid token hears that lacks a scope: that it lacks a scope, and not that it is invalid. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.insufficient-scope",
        title = "A lacking scope is told apart from an invalid token",
        severity = Severity.LOW,
        references = {"RFC 6750 3.1", "RFC 9110 15.5.4"},
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 1)
public final class InsufficientScope implements ScenarioCheck {

    private static final String CODE = "insufficient_scope";

    @Override
    public Applicability appliesTo(Site site) {
        if (site.operation().requires().scopes().isEmpty()) {
            return new Applicability.Irrelevant(site.operation().label() + " requires no scope");
        }
        return site.identities().stream()
                .filter(who -> site.matrix().cell(site.operation(), who) == AccessMatrix.Cell.DENY_SCOPE)
                .findFirst()
                .<Applicability>map(
                        who -> new Applicability.Applies(Party.of(site.granted().get(0), who)))
                .orElseGet(() -> new Applicability.Missing(
                        "add an identity of scheme `" + site.scheme().name() + "` that lacks a scope of "
                                + site.operation().label()));
    }

    @Override
    public Verdict run(Scenario on) {
        var who = on.intruder().orElseThrow();
        var step = "The request of " + who.name() + ", who lacks a scope,";
        var exchange = on.send("valid token without the scope", on.requestWith(on.credentialOf(who)));
        return Undecided.verdict(step, exchange)
                .orElseGet(() -> verdict(step, exchange.response().orElseThrow()));
    }

    private static Verdict verdict(String step, WireResponse answer) {
        var refusal = Refusal.of(answer);
        if (answer.status() == 401) {
            return Verdict.fail(
                    Reason.DEFECT,
                    step + " was answered 401: the client fetches a new token, which lacks the scope as well. RFC 6750"
                            + " 3.1 has 403 and `" + CODE + "` for it.");
        }
        if (answer.status() == 403
                && refusal.error().filter(code -> !code.equals(CODE)).isPresent()) {
            return Verdict.fail(
                    Reason.DEFECT,
                    step + " was answered 403 with the error code `"
                            + refusal.error().get() + "`; RFC 6750 3.1 has `" + CODE + "` for it.");
        }
        return answer.status() == 403
                ? Verdict.pass(Reason.SOUND, step + " was answered 403, and not told that the token is invalid.")
                : Verdict.notApplicable(
                        Reason.IRRELEVANT,
                        step + " was answered " + answer.status()
                                + ", so there is no refusal to read; whether it is one, scope.enforced tells.");
    }
}

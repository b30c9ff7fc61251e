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
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Scheme;
import java.util.List;
import java.util.stream.Stream;

/** Reads what is said to those who are refused. */
@AutoService(SecurityCheck.class)
@Check(
        id = "bearer.error-leak",
        title = "A refusal tells nothing of the server's inside",
        severity = Severity.LOW,
        references = {"ASVS 5.0 16.5.1"},
        cwe = 209,
        schemes = {Scheme.Type.BEARER_JWT, Scheme.Type.BEARER_OPAQUE},
        per = Check.Per.SCHEME,
        requests = 5)
public final class ErrorLeak implements ScenarioCheck {

    @Override
    public Verdict run(Scenario on) {
        // {"alg":"RS256"} without payload and signature; what is no JSON between the dots
        var answers = Stream.of(
                        on.send("no credential", on.bare()),
                        on.send("a worthless token", on.requestWith(Worthless.like(on))),
                        on.send("what is no token", on.requestWith("postern")),
                        on.send("a token that is no JSON", on.requestWith("e30.bm8ganNvbg.bm9zaWc")))
                .filter(exchange -> exchange.response().isPresent())
                .toList();
        // some APIs refuse by a 200 whose body says so
        var refusesInside = answers.stream().allMatch(ErrorLeak::isSuccess)
                && on.judge("no credential, judged", on.bare()) instanceof Decision.Denied;
        answers = refusesInside
                ? answers
                : answers.stream().filter(answer -> !isSuccess(answer)).toList();
        if (answers.isEmpty()) {
            return Verdict.inconclusive(Reason.SETUP_FAILED, "No request was refused, so there is no refusal to read.");
        }
        answers.stream().filter(answer -> !told(answer).isEmpty()).findFirst().ifPresent(on::decidedBy);
        var told = answers.stream()
                .flatMap(answer -> told(answer).stream())
                .distinct()
                .toList();
        return told.isEmpty()
                ? Verdict.pass(Reason.SOUND, "None of " + answers.size() + " refusals tells of the server's inside.")
                : Verdict.fail(Reason.DEFECT, "Refusals show " + String.join("; ", told) + ".");
    }

    private static boolean isSuccess(Exchange exchange) {
        return exchange.response().filter(WireResponse::isSuccess).isPresent();
    }

    private static List<String> told(Exchange exchange) {
        var answer = exchange.response().orElseThrow();
        return Insides.in(answer.body().text()).stream()
                .map(what -> what + " (in an answer " + answer.status() + ")")
                .toList();
    }
}

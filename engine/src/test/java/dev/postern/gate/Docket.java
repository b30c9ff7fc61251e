package dev.postern.gate;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Checklist;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.api.audit.Plan.PlannedCheck;
import dev.postern.api.audit.Plan.PlannedControl;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Reason;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Verdict;
import dev.postern.api.check.Severity;
import dev.postern.api.target.Position;
import dev.postern.api.target.Target;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cases to be judged: each check has a control of its own, and each case is about alice. */
final class Docket {

    static final Outcome NOT_RUN = null;
    static final String TARGET = "t";
    static final String WORDS = "granted what it must deny";
    static final List<Trial> TRIALS =
            List.of(new Trial("alg none", Trial.Kind.ATTEMPT, "denied", "granted", false, "200", List.of()));

    private final Map<String, CheckInfo> checks = new LinkedHashMap<>();
    private final Map<String, List<PlannedCase>> cases = new LinkedHashMap<>();
    private final List<CaseResult> results = new ArrayList<>();

    Docket add(String check, Severity severity, String operation, Outcome outcome) {
        var verdict = Optional.ofNullable(outcome).map(o -> switch (o) {
            case NOT_APPLICABLE -> Verdict.notApplicable(Reason.NEED_MISSING, "Add a signing key");
            case MANUAL -> new Verdict(o, Reason.NOT_ATTESTED, "Attest it.");
            default -> new Verdict(o, o == Outcome.FAIL ? Reason.GRANTED : Reason.HELD, WORDS);
        });
        return add(check, severity, operation, verdict);
    }

    /** A check that fails less badly here than elsewhere. */
    Docket addGraded(String check, Severity severity, Severity here) {
        return add(
                check,
                severity,
                "op",
                Optional.of(Verdict.fail(Reason.GRANTED, WORDS).graded(here)));
    }

    /** A check that the target has nothing for. */
    Docket addIrrelevant(String check) {
        return add(
                check, Severity.LOW, "", Optional.of(Verdict.notApplicable(Reason.IRRELEVANT, "Nothing of the kind.")));
    }

    private Docket add(String check, Severity severity, String operation, Optional<Verdict> verdict) {
        var planned = new PlannedCase(
                id(check, operation),
                check,
                operation,
                operation.isEmpty() ? "" : "GET /" + operation,
                "tokens",
                "alice",
                "",
                verdict.filter(v -> v.outcome() == Outcome.NOT_APPLICABLE || v.outcome() == Outcome.MANUAL),
                1,
                Set.of());
        checks.put(check, new CheckInfo(check, "Check " + check, severity, List.of(), 0, "denial", ""));
        cases.computeIfAbsent(check, c -> new ArrayList<>()).add(planned);
        verdict.ifPresent(v -> results.add(new CaseResult(planned, v, TRIALS, "", Instant.EPOCH, 0)));
        return this;
    }

    private static String id(String check, String operation) {
        return check + "|" + operation + "|tokens|alice|";
    }

    static String fingerprint(String check, String operation) {
        return PlannedCase.fingerprint(TARGET, id(check, operation));
    }

    Plan plan() {
        var controls = checks.values().stream()
                .map(check -> new PlannedControl(
                        new Control("of-" + check.id(), "Of " + check.id(), "", List.of(), List.of(check.id()), false),
                        List.of(new PlannedCheck(check, cases.get(check.id())))))
                .toList();
        var target = new Target(
                TARGET,
                URI.create("http://localhost"),
                Optional.empty(),
                Target.Limits.DEFAULT,
                Set.of(),
                List.of(),
                Target.DenialSigns.NONE,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                new Position("t.yaml", 0, 0));
        var checklist = new Checklist(
                "l", "L", controls.stream().map(PlannedControl::control).toList());
        return new Plan("p", target, checklist, controls, checks);
    }

    /** The result of a case as the gate takes it. */
    CaseResult accepted(Gate gate, String check, String operation) {
        return results.stream()
                .filter(r -> r.planned().id().equals(id(check, operation)))
                .map(r -> gate.accept(plan(), r))
                .findFirst()
                .orElseThrow();
    }

    GateResult judge(Gate gate) {
        var accepted = new LinkedHashMap<String, CaseResult>();
        results.forEach(r -> accepted.put(r.planned().id(), gate.accept(plan(), r)));
        return gate.judge(plan(), accepted);
    }
}

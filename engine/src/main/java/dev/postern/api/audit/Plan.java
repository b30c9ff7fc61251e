package dev.postern.api.audit;

import dev.postern.api.check.Severity;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All cases of an audit, complete before the first request.
 *
 * @param name name of the audit: the simple name of the {@code @Audit} class, or the target's
 * @param checks all checks that the plan names, by id
 */
public record Plan(
        String name, Target target, Checklist checklist, List<PlannedControl> controls, Map<String, CheckInfo> checks) {
    /** How bad it is where a person attests that a manual control does not hold: the control is absent. */
    public static final Severity ATTESTED_ABSENT = Severity.HIGH;

    /** After so many attempts on one operation the valid credentials are tried, so that what was tried until then counts. */
    public static final int ATTEMPTS_BETWEEN_SIGNS_OF_LIFE = 50;

    /** Keeps immutable copies. */
    public Plan {
        controls = List.copyOf(controls);
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    }

    /** A control with its checks. */
    public record PlannedControl(Control control, List<PlannedCheck> checks) {

        /** The cases of all its checks, in order. */
        public List<PlannedCase> cases() {
            return checks.stream().flatMap(c -> c.cases().stream()).toList();
        }
    }

    /** A check with its cases. */
    public record PlannedCheck(CheckInfo check, List<PlannedCase> cases) {}

    /** The same plan for the same target at another address: that of an application that was started for the audit. */
    public Plan at(URI baseUrl) {
        return new Plan(name, target.at(baseUrl), checklist, controls, checks);
    }

    /** How bad it is that a case failed, or may have. */
    public Severity severity(CaseResult result) {
        return result.verdict().severity().orElseGet(() -> severity(result.planned()));
    }

    /** Who must be granted on what. */
    public AccessMatrix matrix() {
        return new AccessMatrix(target);
    }

    /** All cases in order, each id once: a check may verify several controls, but is run once. */
    public List<PlannedCase> cases() {
        var byId = new LinkedHashMap<String, PlannedCase>();
        controls.stream()
                .flatMap(c -> c.checks().stream())
                .flatMap(c -> c.cases().stream())
                .forEach(c -> byId.putIfAbsent(c.id(), c));
        return List.copyOf(byId.values());
    }

    /** Results by case id, in the order of the plan; those of other cases are left out. */
    public Map<String, CaseResult> results(Map<String, CaseResult> unordered) {
        var ordered = new LinkedHashMap<String, CaseResult>();
        cases().stream()
                .map(PlannedCase::id)
                .filter(unordered::containsKey)
                .forEach(id -> ordered.put(id, unordered.get(id)));
        return ordered;
    }

    /** The cases that will send requests. */
    public Stream<PlannedCase> runnable() {
        return cases().stream().filter(c -> c.skip().isEmpty());
    }

    /**
     * The most requests that the audit sends, unless the target makes it send some again: those of the cases, and what
     * goes with them.
     */
    public int mostRequests() {
        var cases = runnable().toList();
        // a grant is tried a second time
        var withEach = cases.stream().mapToInt(c -> c.requests() + 1).sum();
        // two positive controls, a negative one, a worthless credential, a path that does not exist; the valid one
        // again
        var controls = 6 * distinct(cases, c -> c.operation() + "|" + c.identity());
        // the sign that the intruder's credential lives, before and after
        var intruders = 2 * distinct(cases, c -> c.operation() + "|" + c.intruder());
        // a token, where the client must be named in a second way, and the key set
        var credentials = 3 * distinct(cases, PlannedCase::identity) + 3 * distinct(cases, PlannedCase::intruder);
        // the valid credentials on the way
        var signsOfLife = 2 * (withEach / ATTEMPTS_BETWEEN_SIGNS_OF_LIFE);
        return withEach + controls + intruders + credentials + signsOfLife;
    }

    /** Whether the target's budget may end before the plan does. */
    public boolean mayExceedBudget() {
        return mostRequests() > target.limits().requests();
    }

    /** How bad it is that a case fails, as its check says. */
    public Severity severity(PlannedCase planned) {
        var check = checks.get(planned.checkId());
        return check == null ? ATTESTED_ABSENT : check.severity();
    }

    /**
     * The cases that may not be reached if all send as many requests as they may: the least grave ones, since grave ones come
     * first. None if the budget suffices.
     */
    public List<PlannedCase> beyondBudget() {
        var over = mostRequests() - target.limits().requests();
        var beyond = new ArrayList<PlannedCase>();
        var gravestLast =
                runnable().sorted(Comparator.comparing(this::severity)).toList();
        for (var planned : gravestLast) {
            if (over <= 0) {
                break;
            }
            beyond.add(planned);
            over -= planned.requests() + 1;
        }
        return beyond;
    }

    private static int distinct(List<PlannedCase> cases, Function<PlannedCase, String> of) {
        return (int) cases.stream().map(of).distinct().count();
    }
}

package dev.postern.reporters.summary;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.CheckInfo;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One cause and all the places where it shows: FAILs of one check for one reason, that break the gate or are exempt.
 *
 * @param check the check; for an attestation that a control is absent, a stand-in made from the control
 * @param controls the controls that do not hold because of it, in the order of the checklist
 * @param cases at least one, in the order of the plan
 * @param consequences findings of other checks that this one explains
 */
public record Finding(
        CheckInfo check, Reason reason, List<Control> controls, List<CaseResult> cases, List<Finding> consequences) {
    /** Keeps immutable copies. */
    public Finding {
        controls = List.copyOf(controls);
        cases = List.copyOf(cases);
        consequences = List.copyOf(consequences);
    }

    /** The same finding with what it explains. */
    Finding explaining(List<Finding> others) {
        return new Finding(check, reason, controls, cases, others);
    }

    /** Whether it tells why the other check fails too: for all its schemes, and without hiding what weighs more. */
    boolean explains(Finding other) {
        return other.check.explainedBy().contains(check.id())
                && severity().compareTo(other.severity()) >= 0
                && schemes().containsAll(other.schemes())
                && (exemption().isEmpty() || other.exemption().isPresent());
    }

    private Set<String> schemes() {
        return cases.stream().map(c -> c.planned().scheme()).collect(Collectors.toSet());
    }

    /** How bad it is. */
    public Severity severity() {
        return cases.stream()
                .map(c -> c.verdict().severity().orElse(check.severity()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The case that stands for all. */
    public CaseResult first() {
        return cases.get(0);
    }

    /** Why it does not break the gate; empty where it does. Its cases have that in common, if not since when. */
    public Optional<Exemption> exemption() {
        return first().exemption();
    }

    /** Operation and who takes part, once each. */
    public List<String> places() {
        return cases.stream().map(c -> c.planned().displayName()).distinct().toList();
    }

    /** How many operations are concerned; 0 where it is about none. */
    public int operations() {
        return (int) cases.stream()
                .map(c -> c.planned().operation())
                .filter(o -> !o.isEmpty())
                .distinct()
                .count();
    }
}

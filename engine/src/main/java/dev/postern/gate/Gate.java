package dev.postern.gate;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.ControlResult;
import dev.postern.api.audit.Exemption.Kind;
import dev.postern.api.audit.GateResult;
import dev.postern.api.audit.KnownFinding;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Plan;
import dev.postern.yaml.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rule that lets an audit through: no FAIL and no INCONCLUSIVE but those that are exempt, every case run, no more
 * controls uncovered or partly verified than is allowed, and at least one PASS, since an audit that tried nothing proves nothing.
 *
 * @param baseline findings that are known, and so exempt
 * @param waivers findings that are accepted
 * @param today the day on which waivers must count
 * @param narrowed whether plans hold a choice of the checks only, so that what is about others is not stale
 */
public record Gate(GateSettings settings, Baseline baseline, Waivers waivers, LocalDate today, boolean narrowed) {

    /** The gate unless told otherwise: every FAIL and every INCONCLUSIVE breaks it. */
    public static final Gate STRICT = of(GateSettings.STRICT);

    private static final int NAMED = 5;

    /** A gate that knows and accepts no finding. */
    public static Gate of(GateSettings settings) {
        return new Gate(settings, Baseline.EMPTY, Waivers.NONE, LocalDate.EPOCH, false);
    }

    /**
     * The result as the gate takes it: a FAIL that a waiver covers is WAIVED, and what does not break the gate says why.
     * The same result may be given again.
     */
    public CaseResult accept(Plan plan, CaseResult result) {
        return new Acceptance(this, plan).of(result);
    }

    /** What is doubtful in the files of known and accepted findings, seen from a plan. */
    public List<Problem> doubts(Plan plan) {
        return Stream.concat(baseline.staleEntries(plan, narrowed).stream(), waivers.unneeded(plan, narrowed).stream())
                .toList();
    }

    /** Judges the results, by case id, after each was {@linkplain #accept accepted}. */
    public GateResult judge(Plan plan, Map<String, CaseResult> results) {
        var unverified = Unverified.of(ControlResult.of(plan, results));
        var mended = baseline.mended(plan, results);
        var stale = baseline.stale(plan, narrowed);
        var reasons = reasons(plan, results.values(), unverified);
        return new GateResult(
                reasons.isEmpty(),
                reasons,
                notes(results.values(), unverified, mended, stale),
                unverified.uncovered(),
                unverified.partly(),
                mended,
                stale);
    }

    private List<String> reasons(Plan plan, Collection<CaseResult> results, Unverified unverified) {
        var reasons = new ArrayList<String>();
        var failed = breaking(results, Outcome.FAIL);
        if (!failed.isEmpty()) {
            reasons.add(cases(failed.size()) + " failed"
                    + (baseline.all().isEmpty()
                            ? ": the target let something through that it must refuse."
                            : " that the baseline does not know: " + some(failed, Gate::place) + "."));
        }
        var undecided = breaking(results, Outcome.INCONCLUSIVE).size();
        if (undecided > 0) {
            reasons.add(cases(undecided) + " could not be decided: what is not proved does not pass.");
        }
        var run = results.stream().map(r -> r.planned().id()).collect(Collectors.toSet());
        var notRun = plan.runnable().filter(c -> !run.contains(c.id())).count();
        if (notRun > 0) {
            reasons.add(cases(notRun) + " did not run: the audit ended before, or only some were selected.");
        }
        if (isOverBudget(unverified)) {
            reasons.add(controls(unverified.counted().size()) + unverified.words() + ", and at most "
                    + settings.maxUncovered().getAsInt() + " may be ("
                    + GateSettings.MAX_UNCOVERED + "). To verify them: "
                    + unverified.counted().stream().map(Gate::remedy).collect(Collectors.joining(" ")));
        }
        if (reasons.isEmpty() && results.stream().noneMatch(r -> r.verdict().outcome() == Outcome.PASS)) {
            reasons.add("No case passed: an audit that tries nothing proves nothing.");
        }
        return reasons;
    }

    private boolean isOverBudget(Unverified unverified) {
        return settings.maxUncovered().isPresent()
                && unverified.counted().size() > settings.maxUncovered().getAsInt();
    }

    /** Controls of which something was not verified though nothing failed. */
    private record Unverified(List<ControlResult> uncovered, List<ControlResult> partly) {

        static Unverified of(List<ControlResult> all) {
            return new Unverified(
                    all.stream().filter(ControlResult::isUncovered).toList(),
                    all.stream().filter(ControlResult::isPartlyVerified).toList());
        }

        private String words() {
            return partly.isEmpty()
                    ? " uncovered"
                    : uncovered.isEmpty() ? " only partly verified" : " uncovered or only partly verified";
        }

        /** Those that the budget counts: not those of which no more is missing than the user chose to leave out. */
        List<ControlResult> counted() {
            return Stream.concat(uncovered.stream(), partly.stream())
                    .filter(ControlResult::lacksMoreThanChoice)
                    .toList();
        }
    }

    private List<String> notes(
            Collection<CaseResult> results,
            Unverified unverified,
            List<KnownFinding> mended,
            List<KnownFinding> stale) {
        var notes = new ArrayList<String>();
        note(notes, exempt(results, Kind.KNOWN), " failed as the baseline knows, which does not break the gate.");
        note(
                notes,
                exempt(results, Kind.BELOW_THRESHOLD),
                " of a severity below " + GateSettings.name(settings.failOn())
                        + " failed or could not be decided, which does not break the gate.");
        note(notes, exempt(results, Kind.ALLOWED), " could not be decided, which is allowed.");
        note(notes, exempt(results, Kind.ACCEPTED), " could not be decided, which a waiver accepts for now.");
        note(
                notes,
                exempt(results, Kind.FOLLOWS),
                " could not be decided because of what another case says already, which does not break the gate beside it.");
        note(
                notes,
                results.stream()
                        .filter(r -> r.verdict().outcome() == Outcome.WAIVED)
                        .count(),
                " failed, which a waiver accepts for now.");
        if (!mended.isEmpty()) {
            notes.add("Mended, so that the baseline can be trimmed: " + some(mended, Gate::entry) + ".");
        }
        if (!stale.isEmpty()) {
            notes.add("Stale in the baseline, since no case of the plan could find it again: "
                    + some(stale, Gate::entry) + ".");
        }
        if (!isOverBudget(unverified)) {
            note(notes, unverified.partly(), " only partly verified: ");
            note(notes, unverified.uncovered(), " uncovered: ");
        }
        return notes;
    }

    private static void note(List<String> notes, List<ControlResult> some, String words) {
        if (!some.isEmpty()) {
            notes.add(
                    controls(some.size()) + words + some(some, c -> c.control().id()) + ".");
        }
    }

    private static void note(List<String> notes, long number, String words) {
        if (number > 0) {
            notes.add(cases(number) + words);
        }
    }

    private static long exempt(Collection<CaseResult> results, Kind kind) {
        return results.stream()
                .filter(r -> r.exemption().filter(e -> e.kind() == kind).isPresent())
                .count();
    }

    private static List<CaseResult> breaking(Collection<CaseResult> results, Outcome outcome) {
        return results.stream()
                .filter(r -> r.verdict().outcome() == outcome && r.breaksGate())
                .toList();
    }

    private static String place(CaseResult result) {
        return result.planned().checkId() + " on " + result.planned().displayName();
    }

    private static String entry(KnownFinding finding) {
        return finding.place() + " (" + finding.fingerprint() + ")";
    }

    private static String remedy(ControlResult unverified) {
        var remedies = unverified.remedies();
        var how = remedies.isEmpty()
                ? "nothing of it can be tried here."
                : Acceptance.sentence(remedies.get(0))
                        + (remedies.size() > 1 ? " (and " + (remedies.size() - 1) + " more)" : "");
        return unverified.control().id() + ": " + how;
    }

    /** The first few; the reports have them all. */
    private static <T> String some(List<T> all, Function<T, String> words) {
        var more = all.size() - NAMED;
        return all.stream().limit(NAMED).map(words).collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String cases(long count) {
        return count == 1 ? "1 case" : count + " cases";
    }

    private static String controls(int count) {
        return count == 1 ? "1 control is" : count + " controls are";
    }
}

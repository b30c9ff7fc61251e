package dev.postern.api.audit;

import dev.postern.api.audit.Plan.PlannedControl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a control. The gate and all reports take it from here.
 *
 * <p>A control holds only if each of its checks ran wherever the target has something that the check is about. A case that
 * the target has nothing for ({@link Reason#IRRELEVANT}, {@link Reason#NOT_PROMISED}) is not missed; any other case that
 * is not applicable is a {@linkplain Gap gap}.
 *
 * @param counts cases by outcome; outcomes without cases are absent
 * @param notRun cases without result
 * @param gaps what was not verified, whatever the verdict is
 */
public record ControlResult(
        PlannedControl planned, ControlVerdict verdict, Map<Outcome, Integer> counts, int notRun, List<Gap> gaps) {
    /** Keeps immutable copies. */
    public ControlResult {
        var copy = new EnumMap<Outcome, Integer>(Outcome.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
        gaps = List.copyOf(gaps);
    }

    /** All controls of an audit, in the order of the checklist. */
    public static List<ControlResult> of(Audit audit) {
        return of(audit.plan(), audit.results());
    }

    /**
     * All controls of a plan, in the order of the checklist.
     *
     * @param results by case id; the verdict that was known while planning stands in for one that is absent
     */
    public static List<ControlResult> of(Plan plan, Map<String, CaseResult> results) {
        return plan.controls().stream().map(control -> of(control, results)).toList();
    }

    private static ControlResult of(PlannedControl control, Map<String, CaseResult> results) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        var gaps = new Gaps();
        var notRun = 0;
        for (var planned : control.cases()) {
            var verdict = Optional.ofNullable(results.get(planned.id()))
                    .map(CaseResult::verdict)
                    .or(planned::skip);
            if (verdict.isPresent()) {
                counts.merge(verdict.get().outcome(), 1, Integer::sum);
                gaps.add(planned, verdict.get());
            } else {
                notRun++;
            }
        }
        gaps.addLeftOut(control);
        return new ControlResult(control, verdict(control, counts, notRun, gaps.all()), counts, notRun, gaps.all());
    }

    private static ControlVerdict verdict(
            PlannedControl control, Map<Outcome, Integer> counts, int notRun, List<Gap> gaps) {
        if (counts.containsKey(Outcome.FAIL)) {
            return ControlVerdict.FAIL;
        } else if (counts.containsKey(Outcome.INCONCLUSIVE)) {
            return ControlVerdict.INCONCLUSIVE;
        } else if (notRun > 0) {
            return ControlVerdict.NOT_RUN;
        } else if (counts.containsKey(Outcome.WAIVED)) {
            return ControlVerdict.WAIVED;
        } else if (counts.containsKey(Outcome.PASS)) {
            return gaps.isEmpty() ? ControlVerdict.PASS : ControlVerdict.PARTLY_VERIFIED;
        } else if (control.control().manual()) {
            return ControlVerdict.MANUAL;
        }
        return gaps.isEmpty() && !counts.isEmpty() ? ControlVerdict.NOT_APPLICABLE : ControlVerdict.UNCOVERED;
    }

    /** The control itself. */
    public Control control() {
        return planned.control();
    }

    /** Whether nothing of it was verified, though the target is concerned. */
    public boolean isUncovered() {
        return verdict == ControlVerdict.UNCOVERED || verdict == ControlVerdict.MANUAL;
    }

    /** Whether all that was tried held, but not all of it was tried. */
    public boolean isPartlyVerified() {
        return verdict == ControlVerdict.PARTLY_VERIFIED;
    }

    /** Whether something of it was not verified for want of more than the checks that the user left out of this run. */
    public boolean lacksMoreThanChoice() {
        return gaps.isEmpty() || gaps.stream().anyMatch(gap -> gap.kind() != Gap.Kind.CHOICE);
    }

    /** What would close the gaps, in a reader's words, once each. */
    public List<String> remedies() {
        return gaps.stream().map(Gap::remedy).distinct().toList();
    }

    /** How many cases had that outcome. */
    public int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    /** {@code 3 failed, 1 inconclusive, 5 passed, 2 not applicable}; {@code no case} if there is none. */
    public String tally() {
        var parts = Stream.of(
                        part(count(Outcome.FAIL), "failed"),
                        part(count(Outcome.INCONCLUSIVE), "inconclusive"),
                        part(notRun, "not run"),
                        part(count(Outcome.WAIVED), "waived"),
                        part(count(Outcome.PASS), "passed"),
                        part(count(Outcome.MANUAL), "by hand"),
                        part(count(Outcome.NOT_APPLICABLE), "not applicable"))
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty() ? "no case" : String.join(", ", parts);
    }

    private static Optional<String> part(int count, String word) {
        return count == 0 ? Optional.empty() : Optional.of(count + " " + word);
    }

    /** Collects what was not verified: one gap for all cases that one remedy would make run. */
    private static final class Gaps {

        private record Key(Gap.Kind kind, String remedy) {}

        private final Map<Key, List<PlannedCase>> cases = new LinkedHashMap<>();
        private final List<Gap> leftOut = new ArrayList<>();

        void add(PlannedCase planned, Verdict verdict) {
            kind(verdict)
                    .ifPresent(kind -> cases.computeIfAbsent(new Key(kind, verdict.words()), key -> new ArrayList<>())
                            .add(planned));
        }

        private static Optional<Gap.Kind> kind(Verdict verdict) {
            return switch (verdict.outcome()) {
                case MANUAL -> Optional.of(Gap.Kind.PERSON);
                case NOT_APPLICABLE ->
                    verdict.reason() == Reason.IRRELEVANT || verdict.reason() == Reason.NOT_PROMISED
                            ? Optional.empty()
                            : Optional.of(Gap.Kind.TARGET_FILE);
                case PASS, FAIL, INCONCLUSIVE, WAIVED -> Optional.empty();
            };
        }

        void addLeftOut(PlannedControl control) {
            var planned = control.checks().stream().map(c -> c.check().id()).toList();
            var missing = control.control().checks().stream()
                    .filter(id -> !planned.contains(id))
                    .toList();
            if (!missing.isEmpty()) {
                leftOut.add(new Gap(
                        Gap.Kind.CHOICE,
                        "Only some checks were chosen for this run (postern.only): leave the choice out to run them all.",
                        missing,
                        List.of()));
            }
        }

        List<Gap> all() {
            return Stream.concat(
                            cases.entrySet().stream()
                                    .map(e -> gap(e.getKey().kind(), e.getKey().remedy(), e.getValue())),
                            leftOut.stream())
                    .toList();
        }

        private static Gap gap(Gap.Kind kind, String remedy, List<PlannedCase> cases) {
            return new Gap(
                    kind,
                    remedy,
                    cases.stream().map(PlannedCase::checkId).distinct().toList(),
                    cases.stream()
                            .map(PlannedCase::operationLabel)
                            .filter(label -> !label.isEmpty())
                            .distinct()
                            .toList());
        }
    }
}

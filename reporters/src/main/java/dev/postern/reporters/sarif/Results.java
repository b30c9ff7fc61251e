package dev.postern.reporters.sarif;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Control;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import dev.postern.reporters.sarif.SarifLog.Location;
import dev.postern.reporters.sarif.SarifLog.LogicalLocation;
import dev.postern.reporters.sarif.SarifLog.Result;
import dev.postern.reporters.sarif.SarifLog.Suppression;
import dev.postern.reporters.summary.ControlsByCase;
import dev.postern.reporters.summary.Verdicts;
import dev.postern.reporters.summary.VisibleText;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cases as results. */
final class Results {

    /** What a reader of many must see first. */
    private static final List<Outcome> WORST_FIRST = List.of(
            Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WAIVED, Outcome.MANUAL, Outcome.NOT_APPLICABLE, Outcome.PASS);

    private final Audit audit;
    private final Target target;
    private final Rules rules;
    private final Places places;
    private final ControlsByCase controls;
    private final List<Judged> cases;

    private record Judged(PlannedCase planned, Verdict verdict) {}

    /** The cases with one of these outcomes, the worst first; of equal ones the order is the plan's. */
    Results(Audit audit, Set<Outcome> outcomes, Rules rules, Places places) {
        this.audit = audit;
        this.target = audit.plan().target();
        this.rules = rules;
        this.places = places;
        this.controls = ControlsByCase.of(audit.plan());
        this.cases = audit.plan().cases().stream()
                .flatMap(c -> Verdicts.of(audit, c).map(v -> new Judged(c, v)).stream())
                .filter(j -> outcomes.contains(j.verdict().outcome()))
                .sorted(Comparator.<Judged>comparingInt(
                                j -> WORST_FIRST.indexOf(j.verdict().outcome()))
                        .thenComparing(j -> rules.severity(j.planned(), j.verdict()), Comparator.reverseOrder()))
                .toList();
    }

    /** How many there are. */
    int size() {
        return cases.size();
    }

    /** At most that many, each made when it is asked for: together their evidence could be more than memory holds. */
    List<Result> first(int most) {
        return new AbstractList<>() {
            @Override
            public Result get(int index) {
                var judged = cases.get(index);
                return result(judged.planned(), judged.verdict());
            }

            @Override
            public int size() {
                return Math.min(most, cases.size());
            }
        };
    }

    private Result result(PlannedCase planned, Verdict verdict) {
        var outcome = verdict.outcome();
        var exemption = audit.result(planned).flatMap(CaseResult::exemption);
        var trials = audit.result(planned).filter(r -> outcome != Outcome.PASS).map(Trials::new);
        var location = location(planned);
        return new Result(
                VisibleText.line(rules.id(planned)),
                rules.index(planned),
                kind(outcome),
                isFinding(outcome) ? Rules.level(rules.severity(planned, verdict)) : "none",
                Plain.message(
                        message(planned, verdict, exemption),
                        trials.map(Trials::curl).orElse("")),
                List.of(location),
                participants(planned, location),
                Map.of("postern/v1", fingerprint(planned)),
                trials.map(t -> t.flows(location.physicalLocation())).orElse(List.of()),
                suppressions(verdict, exemption),
                trials.flatMap(Trials::request),
                trials.flatMap(Trials::response),
                properties(planned, verdict, exemption, trials.map(Trials::curl).orElse("")));
    }

    /** What somebody accepted: a finding, or that it could not be decided. */
    private static List<Suppression> suppressions(Verdict verdict, Optional<Exemption> exemption) {
        var words = verdict.outcome() == Outcome.WAIVED
                ? Optional.of(verdict.words())
                : exemption.filter(why -> why.kind() == Exemption.Kind.ACCEPTED).map(Exemption::words);
        return words.stream()
                .map(why -> new Suppression("external", "accepted", VisibleText.line(why)))
                .toList();
    }

    private static boolean isFinding(Outcome outcome) {
        return outcome == Outcome.FAIL || outcome == Outcome.WAIVED;
    }

    /** 3.27.9: {@code open} is what could not be proved either way, {@code review} what a person has to look at. */
    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case FAIL, WAIVED -> "fail";
            case INCONCLUSIVE -> "open";
            case PASS -> "pass";
            case NOT_APPLICABLE -> "notApplicable";
            case MANUAL -> "review";
        };
    }

    private static String message(PlannedCase planned, Verdict verdict, Optional<Exemption> exemption) {
        var verb = switch (verdict.outcome()) {
            case FAIL -> "Does not hold";
            case WAIVED -> "Waived";
            case INCONCLUSIVE -> "Could not be told";
            case PASS -> "Holds";
            case NOT_APPLICABLE -> "Does not apply";
            case MANUAL -> "To be attested";
        };
        return verb + place(planned) + ": " + verdict.words()
                + exemption
                        .map(why -> " (does not break the gate: " + why.words() + ")")
                        .orElse("");
    }

    private static String place(PlannedCase planned) {
        if (!planned.operation().isEmpty()) {
            return " on " + planned.displayName();
        }
        return planned.scheme().isEmpty() ? "" : " for the scheme " + planned.scheme();
    }

    private String fingerprint(PlannedCase planned) {
        return audit.result(planned)
                .map(CaseResult::fingerprint)
                .filter(f -> !f.isEmpty())
                .orElseGet(() -> planned.fingerprint(target.name()));
    }

    private Location location(PlannedCase planned) {
        var operation = Optional.ofNullable(target.operations().get(planned.operation()));
        var identity = Optional.ofNullable(target.identities().get(planned.identity()));
        var at = operation
                .map(Operation::position)
                .or(() -> identity.map(Identity::position))
                .orElse(target.file());
        return new Location(
                Optional.empty(),
                places.of(at),
                Stream.of(
                                logical(planned.operationLabel(), "operation"),
                                logical(planned.scheme(), "scheme"),
                                logical(planned.identity(), "identity"),
                                logical(planned.intruder(), "identity"))
                        .flatMap(Optional::stream)
                        .toList(),
                Optional.empty());
    }

    private Optional<LogicalLocation> logical(String name, String kind) {
        return Optional.of(VisibleText.line(name))
                .filter(n -> !n.isEmpty())
                .map(n -> new LogicalLocation(n, VisibleText.line(target.name()) + "/" + n, kind));
    }

    /** Where those are declared who take part. */
    private List<Location> participants(PlannedCase planned, Location primary) {
        var all = new ArrayList<Location>();
        participant(planned.identity(), "the identity that is granted", primary, all);
        participant(planned.intruder(), "the identity that must be denied", primary, all);
        return all;
    }

    private void participant(String name, String part, Location primary, List<Location> all) {
        Optional.ofNullable(target.identities().get(name))
                .map(identity -> places.of(identity.position()))
                .filter(place -> !place.equals(primary.physicalLocation()))
                .ifPresent(place -> all.add(new Location(
                        Optional.of(all.size() + 1),
                        place,
                        List.of(),
                        Optional.of(Plain.message(name + ", " + part)))));
    }

    private Map<String, Object> properties(
            PlannedCase planned, Verdict verdict, Optional<Exemption> exemption, String curl) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("case", VisibleText.line(planned.id()));
        properties.put("outcome", Outcomes.code(verdict.outcome()));
        properties.put("reason", verdict.reason().code());
        exemption.ifPresent(why -> properties.put("exemption", Outcomes.code(why.kind())));
        properties.put(
                "controls", controls.of(planned).stream().map(Control::id).toList());
        if (!curl.isEmpty()) {
            properties.put("curl", VisibleText.block(curl));
        }
        return properties;
    }
}

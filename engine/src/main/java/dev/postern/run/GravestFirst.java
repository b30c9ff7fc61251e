package dev.postern.run;

import dev.postern.api.audit.Plan;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.check.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order in which a budget is spent that may not suffice: JUnit asks for cases in the order of the checklist, and what would
 * find the least must not use up what is needed to find the worst. Cases that share something with others, such as a rate
 * limit, wait until they are asked for.
 */
final class GravestFirst {

    /** The budget suffices, so that the order does not matter. */
    static final GravestFirst NO_MATTER = new GravestFirst(List.of(), planned -> Severity.INFO);

    private final List<Graded> gravestFirst;
    private final Function<PlannedCase, Severity> severity;

    private record Graded(Round round, Severity severity) {}

    private GravestFirst(List<Graded> gravestFirst, Function<PlannedCase, Severity> severity) {
        this.gravestFirst = gravestFirst;
        this.severity = severity;
    }

    /**
     * Orders rounds.
     *
     * @param rounds by the id of each of their cases; all cases of a round are equally grave
     */
    static GravestFirst of(Plan plan, Map<String, Round> rounds) {
        var graded = new LinkedHashSet<Graded>();
        plan.runnable()
                .filter(planned -> planned.uses().isEmpty() && rounds.containsKey(planned.id()))
                .forEach(planned -> graded.add(new Graded(rounds.get(planned.id()), plan.severity(planned))));
        return new GravestFirst(
                graded.stream()
                        .sorted(Comparator.comparing(Graded::severity).reversed())
                        .toList(),
                plan::severity);
    }

    /** The rounds that must be worked on before this case. */
    Collection<Round> before(PlannedCase planned) {
        return gravestFirst.stream()
                .filter(graded -> graded.severity().compareTo(severity.apply(planned)) > 0)
                .map(Graded::round)
                .toList();
    }
}

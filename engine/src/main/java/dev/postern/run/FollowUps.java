package dev.postern.run;

import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Exemption;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.PlannedCase;
import dev.postern.api.audit.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Cases that could not be decided because of what another case says already. They are told with that cause and do not break the
 * gate beside it. Without its cause in the audit a case counts for itself.
 */
final class FollowUps {

    /** The check whose finding an open operation is. */
    private static final String OPENNESS = "auth.missing-credential";

    /** Checks that send a request of somebody else's as it is. */
    private static final Set<String> PLAIN =
            Set.of("role.admin-denied", "scope.enforced", "tenant.isolated", "owner.isolated");

    private final List<PlannedCase> selected;
    private final Function<PlannedCase, Optional<Verdict>> tried;
    /** The case that was the first to lose the credential of an identity. */
    private final Map<String, PlannedCase> losers = new ConcurrentHashMap<>();

    /**
     * Follow-ups of an audit.
     *
     * @param selected the cases that are run
     * @param tried what trying a case has shown; tries it if nobody has begun it, else waits for that
     */
    FollowUps(Collection<PlannedCase> selected, Function<PlannedCase, Optional<Verdict>> tried) {
        this.selected = List.copyOf(selected);
        this.tried = tried;
    }

    /** The result; with its cause, where it follows from another case. */
    CaseResult told(CaseResult result) {
        return result.verdict().outcome() == Outcome.INCONCLUSIVE
                ? cause(result)
                        .map(cause -> result.withExemption(Optional.of(new Exemption(
                                Exemption.Kind.FOLLOWS,
                                "follows from " + cause.checkId() + " on " + cause.operationLabel()))))
                        .orElse(result)
                : result;
    }

    private Optional<PlannedCase> cause(CaseResult result) {
        var planned = result.planned();
        return switch (result.verdict().reason()) {
            case OPERATION_IS_OPEN -> failing(planned, Set.of(OPENNESS));
            case PLAINER_GRANTED -> failing(planned, PLAIN);
            case CONTROL_LOST -> other(losers.computeIfAbsent(planned.identity(), who -> planned), planned);
            case POSITIVE_CONTROL_FAILED -> other(losers.getOrDefault(planned.identity(), planned), planned);
            default -> Optional.empty();
        };
    }

    private static Optional<PlannedCase> other(PlannedCase cause, PlannedCase planned) {
        return cause.id().equals(planned.id()) ? Optional.empty() : Optional.of(cause);
    }

    /** A case of one of these checks at the same place that fails. */
    private Optional<PlannedCase> failing(PlannedCase planned, Set<String> checkIds) {
        return selected.stream()
                .filter(c -> checkIds.contains(c.checkId())
                        && c.operation().equals(planned.operation())
                        && c.scheme().equals(planned.scheme())
                        && (c.intruder().isEmpty() || c.intruder().equals(planned.intruder()))
                        && c.skip().isEmpty()
                        && c.uses().isEmpty())
                .filter(c -> tried.apply(c)
                        .filter(verdict -> verdict.outcome() == Outcome.FAIL || verdict.outcome() == Outcome.WAIVED)
                        .isPresent())
                .findFirst();
    }
}

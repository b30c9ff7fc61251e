package dev.postern.reporters.summary;

import dev.postern.api.audit.Audit;
import dev.postern.api.audit.CaseResult;
import dev.postern.api.audit.Outcome;
import dev.postern.api.audit.Trial;
import dev.postern.api.audit.Trial.Kind;
import dev.postern.api.target.AccessMatrix.Cell;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The access matrix as it should be beside what was seen.
 *
 * @param callers names of the columns; the first is the caller without credential
 * @param rows one for each operation of the target
 */
public record AccessView(List<String> callers, List<Row> rows) {

    /** Name of the column of the caller without credential. */
    public static final String NOBODY = "no credential";

    /** Keeps immutable copies. */
    public AccessView {
        callers = List.copyOf(callers);
        rows = List.copyOf(rows);
    }

    /** One operation. */
    public record Row(Operation operation, List<Square> squares) {
        /** Keeps an immutable copy. */
        public Row {
            squares = List.copyOf(squares);
        }
    }

    /**
     * One caller on one operation.
     *
     * @param why what the caller lacks; empty where it lacks nothing
     * @param crossing what happened when the caller, who is granted here, asked for what is another's
     */
    public record Square(Expected expected, Seen seen, String why, Crossing crossing) {

        /** Whether what was seen contradicts what is expected, or the caller reached what is another's. */
        public boolean isBreach() {
            return (expected == Expected.DENY && seen == Seen.GRANTED) || crossing == Crossing.REACHED;
        }
    }

    /** What must happen. */
    public enum Expected {
        GRANT,
        DENY,
        /** Public by design: nothing to verify. */
        OPEN
    }

    /** What happened. */
    public enum Seen {
        GRANTED,
        DENIED,
        UNCLEAR,
        NOT_TRIED
    }

    /** What happened to requests for what is another's, the worst first. */
    public enum Crossing {
        REACHED,
        UNCLEAR,
        KEPT_OUT,
        NOT_TRIED
    }

    /** Draws the matrix from positive controls, negative controls and cases with an intruder. */
    public static AccessView of(Audit audit) {
        var seen = new Observations(audit);
        var target = audit.plan().target();
        var matrix = audit.plan().matrix();
        var callers = new ArrayList<String>();
        callers.add(NOBODY);
        callers.addAll(target.identities().keySet());
        var rows = new ArrayList<Row>();
        for (var operation : target.operations().values()) {
            var squares = new ArrayList<Square>();
            squares.add(new Square(
                    operation.open() ? Expected.OPEN : Expected.DENY,
                    seen.nobody(operation),
                    operation.open() ? "public by design" : "has no credential",
                    Crossing.NOT_TRIED));
            for (var identity : target.identities().values()) {
                squares.add(square(matrix.cell(operation, identity), seen, operation, identity));
            }
            rows.add(new Row(operation, squares));
        }
        return new AccessView(callers, rows);
    }

    /**
     * The part of one scheme.
     *
     * @param scheme its name
     * @param view its identities on the operations that accept it
     */
    public record Part(String scheme, AccessView view) {}

    /** The same apart for each scheme: what takes the credential of another scheme is nothing that an identity could try. */
    public List<Part> parts(Target target) {
        return target.schemes().keySet().stream()
                .map(scheme -> new Part(scheme, of(scheme, target)))
                .filter(part -> !part.view().rows().isEmpty())
                .toList();
    }

    private AccessView of(String scheme, Target target) {
        var columns = IntStream.range(0, callers.size())
                .filter(i -> callers.get(i).equals(NOBODY)
                        || target.identities().get(callers.get(i)).scheme().equals(scheme))
                .boxed()
                .toList();
        return new AccessView(
                columns.stream().map(callers::get).toList(),
                rows.stream()
                        .filter(row -> row.operation().requires().schemes().contains(scheme))
                        .map(row -> new Row(
                                row.operation(),
                                columns.stream().map(row.squares()::get).toList()))
                        .toList());
    }

    /** Operations that are public by design. */
    public List<Operation> open() {
        return rows.stream().map(Row::operation).filter(Operation::open).toList();
    }

    private static Square square(Cell cell, Observations seen, Operation operation, Identity identity) {
        return switch (cell) {
            case GRANT ->
                new Square(Expected.GRANT, seen.own(operation, identity), "", seen.crossing(operation, identity));
            case OPEN -> new Square(Expected.OPEN, Seen.NOT_TRIED, "public by design", Crossing.NOT_TRIED);
            case DENY_SCHEME -> denied(seen, operation, identity, "authenticates by another scheme");
            case DENY_SCOPE -> denied(seen, operation, identity, "lacks a scope");
            case DENY_ROLE -> denied(seen, operation, identity, "lacks the role");
        };
    }

    private static Square denied(Observations seen, Operation operation, Identity identity, String why) {
        return new Square(Expected.DENY, seen.intruding(operation, identity), why, Crossing.NOT_TRIED);
    }

    /** What trials say of a caller on an operation. */
    private static final class Observations {
        private record Place(String operation, String caller) {}

        private final Map<Place, Seen> own = new HashMap<>();
        private final Map<Place, Seen> intruding = new HashMap<>();
        private final Map<Place, Crossing> crossing = new HashMap<>();

        Observations(Audit audit) {
            audit.plan().cases().stream()
                    .flatMap(c -> audit.result(c).stream())
                    .filter(r -> !r.planned().operation().isEmpty())
                    .forEach(this::add);
        }

        Seen own(Operation operation, Identity identity) {
            return own.getOrDefault(new Place(operation.id(), identity.name()), Seen.NOT_TRIED);
        }

        Seen nobody(Operation operation) {
            return intruding.getOrDefault(new Place(operation.id(), NOBODY), Seen.NOT_TRIED);
        }

        Seen intruding(Operation operation, Identity identity) {
            return intruding.getOrDefault(new Place(operation.id(), identity.name()), Seen.NOT_TRIED);
        }

        Crossing crossing(Operation operation, Identity identity) {
            return crossing.getOrDefault(new Place(operation.id(), identity.name()), Crossing.NOT_TRIED);
        }

        private void add(CaseResult result) {
            var planned = result.planned();
            for (var trial : result.trials()) {
                if (trial.kind() == Kind.POSITIVE_CONTROL && !planned.identity().isEmpty()) {
                    own.merge(
                            new Place(planned.operation(), planned.identity()), seen(trial), Observations::worseOfOwn);
                } else if (trial.kind() == Kind.NEGATIVE_CONTROL) {
                    intruding.merge(new Place(planned.operation(), NOBODY), seen(trial), Observations::worseOfDenied);
                } else if (trial.kind() == Kind.ATTEMPT && !planned.intruder().isEmpty()) {
                    intruding.merge(
                            new Place(planned.operation(), planned.intruder()),
                            seen(trial),
                            Observations::worseOfDenied);
                }
            }
            if (!planned.intruder().isEmpty()) {
                crossing.merge(
                        new Place(planned.operation(), planned.intruder()),
                        crossing(result.verdict().outcome()),
                        (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }

        private static Seen seen(Trial trial) {
            return switch (trial.observed()) {
                case "granted" -> Seen.GRANTED;
                case "denied" -> Seen.DENIED;
                case "unclear" -> Seen.UNCLEAR;
                default -> Seen.NOT_TRIED;
            };
        }

        private static Crossing crossing(Outcome outcome) {
            return switch (outcome) {
                case FAIL, WAIVED -> Crossing.REACHED;
                case PASS -> Crossing.KEPT_OUT;
                case INCONCLUSIVE -> Crossing.UNCLEAR;
                case NOT_APPLICABLE, MANUAL -> Crossing.NOT_TRIED;
            };
        }

        // Of a caller that must be granted, a grant is the good news; of one that must be denied, a denial.
        private static Seen worseOfOwn(Seen a, Seen b) {
            return worst(a, b, List.of(Seen.DENIED, Seen.UNCLEAR, Seen.GRANTED, Seen.NOT_TRIED));
        }

        private static Seen worseOfDenied(Seen a, Seen b) {
            return worst(a, b, List.of(Seen.GRANTED, Seen.UNCLEAR, Seen.DENIED, Seen.NOT_TRIED));
        }

        private static Seen worst(Seen a, Seen b, List<Seen> worstFirst) {
            return worstFirst.indexOf(a) <= worstFirst.indexOf(b) ? a : b;
        }
    }
}

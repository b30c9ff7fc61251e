package dev.postern.run;

import dev.postern.api.check.Observed.Leak;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireRequest;
import dev.postern.api.target.AccessMatrix;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Sight;
import dev.postern.api.target.Target;
import dev.postern.oracle.Oracle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at every answer of a run for markers of identities whose data its sender must not see. Sends nothing. The sender is
 * the identity whose valid credential the request carries: what a request without one, or with a forged one, is shown is
 * the finding of the checks that send those. Used by many threads.
 */
final class MarkerWatch {

    private final Target target;
    private final AccessMatrix matrix;
    private final Oracle oracle;
    private final List<Identity> marked;
    private final List<Route> routes;
    private final Map<Identity, Set<String>> credentials = new ConcurrentHashMap<>();
    private final CredentialTrail trail = new CredentialTrail();
    private final Map<Place, Leak> leaks = new ConcurrentHashMap<>();
    private final Set<Identity> shownToThemselves = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // one watch an audit, and audits may run beside each other
    private final ThreadLocal<Identity> attacked = new ThreadLocal<>();

    MarkerWatch(Target target, Oracle oracle) {
        this.target = target;
        this.matrix = new AccessMatrix(target);
        this.oracle = oracle;
        this.marked = target.identities().values().stream()
                .filter(identity -> !identity.markers().isEmpty())
                .toList();
        this.routes = target.operations().values().stream()
                .map(Route::of)
                .sorted(Comparator.comparing(Route::parameters))
                .toList();
    }

    /** One leak is enough for a reader, an operation and an owner. */
    private record Place(String reader, String operation, String owner) {}

    /** The paths that lead to an operation. */
    private record Route(Operation operation, Pattern path, int parameters) {

        static Route of(Operation operation) {
            var names = Operation.parametersOf(operation.path());
            var literals = Operation.PATH_PARAMETER.split(operation.path(), -1);
            var pattern = Stream.of(literals).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
            return new Route(operation, Pattern.compile(pattern), names.size());
        }
    }

    /** From now on that credential shows that the identity is the sender. */
    void holds(Identity identity, String credential) {
        credentials
                .computeIfAbsent(identity, who -> ConcurrentHashMap.newKeySet())
                .add(credential);
    }

    /**
     * Sends an attempt to reach the data of an identity. Whether the answer shows it is judged in the attempt's own case, so
     * that one weakness is one finding.
     */
    <T> T attacking(Identity owner, Supplier<T> sending) {
        attacked.set(owner);
        try {
            return sending.get();
        } finally {
            attacked.remove();
        }
    }

    /** Where valid credentials were granted, and where refused. */
    CredentialTrail trail() {
        return trail;
    }

    /** Looks at an answer. */
    void look(Exchange exchange) {
        if (attacked.get() == null) {
            for (var sender : senders(exchange.request())) {
                called(exchange.request())
                        .filter(operation -> matrix.cell(operation, sender) == AccessMatrix.Cell.GRANT)
                        .ifPresent(operation -> trail.note(sender, operation, exchange));
            }
        }
        for (var owner : marked) {
            var shown = oracle.markersShown(exchange, owner.markers());
            if (!shown.isEmpty()) {
                note(exchange, owner, shown);
            }
        }
    }

    private void note(Exchange exchange, Identity owner, List<String> shown) {
        var senders = senders(exchange.request());
        if (senders.contains(owner)) {
            shownToThemselves.add(owner);
            return;
        }
        if (owner.equals(attacked.get())) {
            return;
        }
        for (var reader : senders) {
            operation(exchange.request(), reader)
                    .filter(operation -> matrix.cell(operation, reader) == AccessMatrix.Cell.GRANT)
                    .filter(operation -> matrix.ownership(operation).sees(reader, owner) == Sight.Answer.NO)
                    .filter(operation -> !reader.markers().containsAll(shown))
                    .ifPresent(operation -> leaks.putIfAbsent(
                            new Place(reader.name(), operation.id(), owner.name()), new Leak(owner, exchange)));
        }
    }

    /** What was shown to an identity, as far as it was seen until now, in the order of the target file. */
    List<Leak> leaks(Operation operation, Identity reader) {
        return target.identities().keySet().stream()
                .map(owner -> leaks.get(new Place(reader.name(), operation.id(), owner)))
                .flatMap(leak -> Optional.ofNullable(leak).stream())
                .toList();
    }

    /** Whether an answer has shown an identity one of its own markers. */
    boolean wasShownToItself(Identity owner) {
        return shownToThemselves.contains(owner);
    }

    private List<Identity> senders(WireRequest request) {
        return credentials.entrySet().stream()
                .filter(held -> held.getValue().stream()
                        .anyMatch(credential -> Calls.carries(
                                request, target.schemes().get(held.getKey().scheme()), credential)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The operation that is called; where none is, one that the sender is granted. */
    private Optional<Operation> operation(WireRequest request, Identity sender) {
        return called(request).or(() -> matrix.operationFor(sender));
    }

    private Optional<Operation> called(WireRequest request) {
        var base = Optional.ofNullable(target.baseUrl().getRawPath()).orElse("").replaceAll("/$", "");
        var path = request.target().split("\\?", 2)[0];
        var rest = path.startsWith(base) ? path.substring(base.length()) : path;
        var onPath = routes.stream()
                .filter(route -> route.path().matcher(rest).matches())
                .map(Route::operation)
                .toList();
        return onPath.stream()
                .filter(operation -> operation.method().equals(request.method()))
                .findFirst()
                .or(() -> onPath.stream().findFirst());
    }
}

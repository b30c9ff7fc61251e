package dev.postern.doctor;

import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Position;
import dev.postern.doctor.Diagnosis.Complaint;
import dev.postern.run.Examined;
import dev.postern.run.Examined.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings together what has the same causes, and puts it where it belongs: to an identity, an operation, or to all. */
final class Grouping {

    private static final int NAMES = 6;

    private final Overview all;
    private final UnaryOperator<String> redaction;
    private final Map<Key, List<Item>> groups = new LinkedHashMap<>();

    private record Key(boolean toRepair, List<Cause> causes) {}

    /** One thing that is wrong, with one identity, one operation, one of each, or neither. */
    record Item(
            boolean toRepair,
            Optional<Identity> identity,
            Optional<Operation> operation,
            String seen,
            List<Cause> causes) {

        static Item toRepair(
                Optional<Identity> identity, Optional<Operation> operation, String seen, List<Cause> causes) {
            return new Item(true, identity, operation, seen, causes);
        }

        static Item toKnow(Optional<Operation> operation, Cause cause) {
            return new Item(false, Optional.empty(), operation, "", List.of(cause));
        }
    }

    Grouping(Overview all) {
        this.all = all;
        this.redaction = all.examined().redaction();
    }

    void add(Item item) {
        groups.computeIfAbsent(new Key(item.toRepair(), item.causes()), k -> new ArrayList<>())
                .add(item);
    }

    List<Complaint> general() {
        return groups.values().stream()
                .filter(g -> ownerOf(g).isEmpty() && placeOf(g).isEmpty())
                .map(g -> complaint(g, about(g), Optional.empty()))
                .toList();
    }

    List<Complaint> of(Identity identity) {
        return groups.values().stream()
                .filter(g -> ownerOf(g).filter(identity::equals).isPresent())
                .map(g -> complaint(g, where(g), Optional.of(identity.position())))
                .toList();
    }

    List<Complaint> of(Operation operation) {
        return groups.values().stream()
                .filter(g -> ownerOf(g).isEmpty()
                        && placeOf(g).filter(operation::equals).isPresent())
                .map(g -> complaint(g, who(g), Optional.of(operation.position())))
                .toList();
    }

    /** The identity to which a group belongs: it is the only one, and dead or in trouble in more than one place. */
    private Optional<Identity> ownerOf(List<Item> group) {
        var identities = identities(group);
        var isItsOwn = identities.size() == 1
                && group.stream().allMatch(i -> i.identity().isPresent())
                && (operations(group).size() != 1 || !all.isAlive(identities.get(0)));
        return isItsOwn ? Optional.of(identities.get(0)) : Optional.empty();
    }

    private static Optional<Operation> placeOf(List<Item> group) {
        var operations = operations(group);
        return operations.size() == 1 ? Optional.of(operations.get(0)) : Optional.empty();
    }

    private static List<Identity> identities(List<Item> group) {
        return group.stream().flatMap(i -> i.identity().stream()).distinct().toList();
    }

    private static List<Operation> operations(List<Item> group) {
        return group.stream().flatMap(i -> i.operation().stream()).distinct().toList();
    }

    private Complaint complaint(List<Item> group, String about, Optional<Position> position) {
        var seen = group.stream()
                .map(Item::seen)
                .filter(s -> !s.isEmpty())
                .findFirst()
                .orElse("");
        return new Complaint(
                group.get(0).toRepair(),
                about,
                position,
                redaction.apply(seen),
                group.get(0).causes().stream()
                        .map(c -> new Cause(
                                c.code(), c.likelihood(), redaction.apply(c.words()), redaction.apply(c.remedy())))
                        .toList());
    }

    private String about(List<Item> group) {
        return Stream.of(who(group), where(group)).filter(s -> !s.isEmpty()).collect(Collectors.joining(" on "));
    }

    private String who(List<Item> group) {
        var some = identities(group);
        var isEverybody =
                some.size() > 1 && some.size() == all.target().identities().size();
        return isEverybody
                ? "everybody"
                : names(some.stream().map(Identity::name).toList());
    }

    private String where(List<Item> group) {
        var some = operations(group);
        var tried = all.examined().controls().stream()
                .filter(c -> c.outcome() instanceof Outcome.Sent
                        || (c.outcome() instanceof Outcome.NotSent kept
                                && kept.before().isPresent()))
                .map(Examined.Control::operation)
                .distinct()
                .count();
        return some.size() > 1 && some.size() == tried
                ? "all operations"
                : names(some.stream().map(Operation::id).toList());
    }

    private static String names(Collection<String> names) {
        var some = names.stream().limit(NAMES).collect(Collectors.joining(", "));
        return names.size() > NAMES ? some + " and " + (names.size() - NAMES) + " more" : some;
    }
}

package dev.postern.checks.access;

import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Site;
import dev.postern.api.target.Identity;
import dev.postern.api.target.Operation;
import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Operation.ParameterRef;
import dev.postern.api.target.Ownership;
import dev.postern.api.target.Sight;
import dev.postern.api.target.Sight.Extent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pairs of identities that own different objects of one operation, and what the target file lacks for more of them. */
final class Owners {

    private final Site site;
    private final Operation operation;
    private final Ownership ownership;

    Owners(Site site) {
        this.site = site;
        this.operation = site.operation();
        this.ownership = site.matrix().ownership(operation);
    }

    /** One case for each owner and other identity that must not reach its object. */
    Applicability applicability() {
        if (!ownership.namesObjects()) {
            return new Applicability.Irrelevant(operation.label() + " names no object of an identity's own");
        }
        var pairs = pairs();
        var gap = gap(pairs);
        if (pairs.isEmpty()) {
            return gap.<Applicability>map(Applicability.Missing::new)
                    .orElseGet(() -> new Applicability.Irrelevant(
                            "all identities that are granted on " + operation.label() + " may see each other's data"));
        }
        return operation.isRead() || operation.probe().isPresent()
                ? new Applicability.Applies(pairs, gap)
                : new Applicability.Missing("name at " + operation.label()
                        + " the read that shows what it changes, `probe: …`: its own answer does not show whose object"
                        + " it touched");
    }

    private List<Party> pairs() {
        return site.granted().stream()
                .flatMap(owner -> intruders(owner)
                        .filter(other -> ownership.sees(other, owner) == Sight.Answer.NO)
                        .map(other -> Party.of(owner, other)))
                .toList();
    }

    /** Those that may call the operation themselves, by any scheme, so that only the owner can be what denies them. */
    private Stream<Identity> intruders(Identity owner) {
        var seen = new LinkedHashSet<List<Object>>();
        return site.matrix().granted(operation).stream()
                .filter(other -> !other.equals(owner))
                .filter(other -> Operation.parametersOf(operation.path()).stream()
                        .allMatch(name ->
                                operation.parameter(In.PATH, name, other).isPresent()))
                .filter(other -> !ownership.apart(owner, other).isEmpty())
                .filter(other ->
                        seen.add(List.of(other.scheme(), other.tenant(), other.roles(), other.with(), other.sees())));
    }

    /** What the target file does not say, so that less is tried than could be. */
    private Optional<String> gap(List<Party> pairs) {
        var fromDocument = ownership
                .fromDocument(site.granted().stream())
                .map(ParameterRef::name)
                .toList();
        if (!fromDocument.isEmpty()) {
            return Optional.of("say whose object " + operation.label() + " names: the value of " + braced(fromDocument)
                    + " is an example of the OpenAPI document, and so nobody's: " + own(fromDocument));
        }
        var undecided = undecided();
        if (!undecided.isEmpty()) {
            return Optional.of("say whether " + String.join(" and ", undecided)
                    + ", who share a tenant, may reach each other's objects on " + operation.label()
                    + ": `sees: tenant` at each that may, `sees: own` at each that must not");
        }
        var names = ownership.parameters().stream().map(ParameterRef::name).toList();
        if (pairs.isEmpty()) {
            return hasOneObject()
                    ? Optional.of("name a second owner for " + operation.label() + ": " + own(names))
                    : Optional.empty();
        }
        var without = site.granted().stream()
                .filter(who -> !ownership.isOwner(who) && who.sees().extent() != Extent.ALL)
                .map(Identity::name)
                .toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of("give " + String.join(" and ", without) + " an object of their own for "
                        + operation.label() + ", so that it is tried whether others reach it: `with: {" + names.get(0)
                        + ": …}`");
    }

    private boolean hasOneObject() {
        return site.granted().stream()
                .allMatch(owner -> intruders(owner).findAny().isEmpty());
    }

    /** Members of one tenant with different objects, of whom the target file does not say whether they see each other's. */
    private Set<String> undecided() {
        return site.granted().stream()
                .flatMap(owner -> intruders(owner)
                        .filter(other -> ownership.sees(other, owner) == Sight.Answer.OPEN)
                        .flatMap(other -> Stream.of(owner.name(), other.name())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String own(List<String> names) {
        return "give each of at least two identities that may call it a value of its own, `with: {" + names.get(0)
                + ": …}`, or declare at the operation what is common, `shared: [" + String.join(", ", names) + "]`";
    }

    private static String braced(List<String> names) {
        return names.stream().map(name -> "{" + name + "}").collect(Collectors.joining(", "));
    }
}

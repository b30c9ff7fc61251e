package dev.postern.api.target;

import dev.postern.api.target.Operation.In;
import dev.postern.api.target.Operation.ParameterRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose objects an operation names. The values with which identities call it say so: two identities with different values
 * of their own ({@code with}) own different objects, and identities that call with the same values own one together.
 * Parameters that are declared {@code shared} name what is common, and a value of an OpenAPI document is nobody's.
 */
public record Ownership(Target target, Operation operation) {

    /**
     * The parameters that name an object: those of the path, and those of query and header for which an identity has a
     * value of its own. The tenant's is not among them, nor are those that are declared {@code shared}.
     */
    public Set<ParameterRef> parameters() {
        var all = new LinkedHashSet<ParameterRef>();
        Operation.parametersOf(operation.path()).forEach(name -> all.add(new ParameterRef(In.PATH, name)));
        operation.query().keySet().stream()
                .filter(this::isOwnOfAny)
                .forEach(name -> all.add(new ParameterRef(In.QUERY, name)));
        operation.headers().stream()
                .filter(header -> isOwnOfAny(header.name()))
                .forEach(header -> all.add(new ParameterRef(In.HEADER, header.name())));
        operation.requires().tenant().ifPresent(all::remove);
        all.removeIf(parameter -> operation.sharing().common().contains(parameter.name()));
        return all;
    }

    /** Whether it names an object at all. */
    public boolean namesObjects() {
        return !parameters().isEmpty();
    }

    /** The parameters in which an identity names an object of its own that is not the one that the other calls with. */
    public Set<ParameterRef> apart(Identity owner, Identity other) {
        var apart = new LinkedHashSet<ParameterRef>();
        for (var parameter : parameters()) {
            if (owner.with().containsKey(parameter.name())
                    && !value(parameter, owner).equals(value(parameter, other))) {
                apart.add(parameter);
            }
        }
        return apart;
    }

    /** Whether an identity names an object of its own. */
    public boolean isOwner(Identity identity) {
        return parameters().stream().anyMatch(p -> identity.with().containsKey(p.name()));
    }

    /** The parameters of which only the OpenAPI document gives a value, for these identities. */
    public Stream<ParameterRef> fromDocument(Stream<Identity> callers) {
        var all = callers.toList();
        return parameters().stream()
                .filter(p -> operation.sharing().fromDocument().contains(p.name()))
                .filter(p -> all.stream().noneMatch(who -> who.with().containsKey(p.name())));
    }

    /**
     * Whether an identity may see what the operation shows of another one: as the target file declares it by
     * {@code sees}; or where both must be granted on the same object, or on the data of the tenant that they share.
     */
    public Sight.Answer sees(Identity reader, Identity owner) {
        if (reader.equals(owner) || isSameUser(reader, owner)) {
            return Sight.Answer.YES;
        }
        var parameters = parameters();
        var isSameObject = !parameters.isEmpty()
                && parameters.stream().allMatch(p -> value(p, reader).equals(value(p, owner)));
        var isOfTheirTenant = parameters.isEmpty()
                && operation.requires().tenant().isPresent()
                && reader.tenant().equals(owner.tenant());
        return isSameObject || isOfTheirTenant
                ? Sight.Answer.YES
                : reader.sees().of(reader, owner);
    }

    /** One user may be two identities, such as one for each of two schemes: their objects are the same. */
    private static boolean isSameUser(Identity one, Identity other) {
        return !one.with().isEmpty()
                && one.with().equals(other.with())
                && one.tenant().equals(other.tenant());
    }

    private boolean isOwnOfAny(String name) {
        return target.identities().values().stream()
                .anyMatch(identity -> identity.with().containsKey(name));
    }

    private Optional<String> value(ParameterRef parameter, Identity caller) {
        return operation.parameter(parameter.in(), parameter.name(), caller);
    }
}
